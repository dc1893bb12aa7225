package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.NodeSelector;
import io.noderesource.topology.RegionSize;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.SourcePosition;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A declared quota path: a directory with a file system on it that counts project quotas. */
public final class QuotaPathSpec implements ResourceSpec {

    /** The kind's id. */
    public static final String KIND = "quotapath";

    /** The file systems with project quotas. */
    public enum FileSystemType {
        EXT4("ext4"),
        XFS("xfs");

        private final String word;

        FileSystemType(String word) {
            this.word = word;
        }

        /** The word in a document, which is mount's too. */
        public String word() {
            return word;
        }
    }

    private final ResourceAddress address;
    private final NodeSelector selector;
    private final DeviceSource source;
    private final FileSystemType fileSystem;
    private final List<String> options;
    private final SourcePosition position;

    private QuotaPathSpec(Builder builder) {
        this.address = new ResourceAddress(KIND, builder.path);
        this.selector = builder.selector;
        this.source = Objects.requireNonNull(builder.source, "a quota path needs a source of its device");
        this.fileSystem = builder.fileSystem;
        this.options = builder.options;
        this.position = builder.position;
    }

    /**
     * Starts a quota path for every node.
     *
     * @param path the directory, absolute and in its simple form
     */
    public static Builder builder(String path) {
        return new Builder(path);
    }

    @Override
    public ResourceAddress address() {
        return address;
    }

    /** The directory. */
    public String path() {
        return address.name();
    }

    @Override
    public NodeSelector selector() {
        return selector;
    }

    /** Where its device comes from: of several devices, one is used. */
    public DeviceSource source() {
        return source;
    }

    /** What the device is formatted with. */
    public FileSystemType fileSystem() {
        return fileSystem;
    }

    /** The mount options, in the order of the document; project quotas are always among them. */
    public List<String> options() {
        return options;
    }

    @Override
    public SourcePosition position() {
        return position;
    }

    @Override
    public boolean agreesWith(ResourceSpec other) {
        return other instanceof QuotaPathSpec spec
                && address.equals(spec.address)
                && source.equals(spec.source)
                && fileSystem == spec.fileSystem
                && options.equals(spec.options);
    }

    @Override
    public Set<String> claims() {
        return source.parts().isEmpty() ? source.names() : Set.of();
    }

    @Override
    public Map<String, RegionSize> shares() {
        return source.parts();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof QuotaPathSpec spec && agreesWith(spec) && selector.equals(spec.selector);
    }

    @Override
    public int hashCode() {
        return Objects.hash(address, selector, source, fileSystem, options);
    }

    @Override
    public String toString() {
        return address + " from " + source;
    }

    /** Builds a {@link QuotaPathSpec}; not thread-safe. */
    public static final class Builder {
        private final String path;
        private NodeSelector selector = NodeSelector.EVERY_NODE;
        private @Nullable DeviceSource source;
        private FileSystemType fileSystem = FileSystemType.EXT4;
        private List<String> options = MountOptions.withProjectQuota(List.of());
        private SourcePosition position = SourcePosition.CODE;

        private Builder(String path) {
            this.path = path;
        }

        /** Limits it to some nodes. */
        public Builder on(NodeSelector selector) {
            this.selector = selector;
            return this;
        }

        /** Says where its device comes from. */
        public Builder from(DeviceSource source) {
            this.source = source;
            return this;
        }

        /** Says what the device is formatted with; ext4 when left out. */
        public Builder fileSystem(FileSystemType fileSystem) {
            this.fileSystem = fileSystem;
            return this;
        }

        /** Sets the mount options; {@code prjquota} is added when no option asks for project quotas. */
        public Builder options(List<String> options) {
            this.options = MountOptions.withProjectQuota(options);
            return this;
        }

        /** Says where it is declared. */
        public Builder at(SourcePosition position) {
            this.position = position;
            return this;
        }

        /**
         * Makes the spec.
         *
         * @throws IllegalArgumentException when the path or an option cannot be one
         */
        public QuotaPathSpec build() {
            MountPaths.problem(path).ifPresent(problem -> {
                throw new IllegalArgumentException("quota path '" + path + "' " + problem.message());
            });
            options.forEach(option -> MountOptions.problem(option).ifPresent(problem -> {
                throw new IllegalArgumentException("mount option '" + option + "' " + problem);
            }));
            return new QuotaPathSpec(this);
        }
    }
}
