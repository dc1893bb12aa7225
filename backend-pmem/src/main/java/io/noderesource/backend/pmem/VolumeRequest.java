package io.noderesource.backend.pmem;

import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemVolumeLabel;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a volume is to be: its id, its size, its mode and, where that matters, its region.
 *
 * <p>Construct it with {@link #of} or {@link #builder}. Immutable.
 */
public final class VolumeRequest {

    private final String id;
    private final ByteSize size;
    private final @Nullable ByteSize limit;
    private final PmemNamespace.Mode mode;
    private final @Nullable String region;

    private VolumeRequest(Builder builder) {
        this.id = builder.id;
        this.size = builder.size;
        this.limit = builder.limit;
        this.mode = builder.mode;
        this.region = builder.region;
    }

    /**
     * A volume of mode fsdax, in whichever region has room.
     *
     * @param id what the driver calls it: at most 49 letters, digits, hyphens, underscores and dots, the first and the last a letter
     *     or a digit, and no {@code .new} at its end
     * @param size how many bytes its device has to have at least
     * @throws NodeResourceException {@code pmem/bad-volume-id}, {@code input/bad-option}
     */
    public static VolumeRequest of(String id, ByteSize size) {
        return builder(id, size).build();
    }

    /** Starts a request with what {@link #of} gives. */
    public static Builder builder(String id, ByteSize size) {
        return new Builder(id, size);
    }

    static String checked(String id) {
        if (!PmemVolumeLabel.isVolume(id)) {
            throw new NodeResourceException(
                    PmemErrorCode.BAD_VOLUME_ID,
                    "'" + (id.length() > 128 ? id.substring(0, 128) + "…" : id) + "': "
                            + PmemErrorCode.BAD_VOLUME_ID.meaning() + " " + PmemErrorCode.BAD_VOLUME_ID.remedy());
        }
        return id;
    }

    /** What the driver calls it. */
    public String id() {
        return id;
    }

    /** How many bytes its device has to have at least. */
    public ByteSize size() {
        return size;
    }

    /** How many bytes its device may have at most. */
    public Optional<ByteSize> limit() {
        return Optional.ofNullable(limit);
    }

    /** How it is used. */
    public PmemNamespace.Mode mode() {
        return mode;
    }

    /** The kernel name of the region that it has to be in; empty for whichever has room. */
    public Optional<String> region() {
        return Optional.ofNullable(region);
    }

    /** Builds a {@link VolumeRequest}; not thread-safe. */
    public static final class Builder {
        private final String id;
        private final ByteSize size;
        private @Nullable ByteSize limit;
        private PmemNamespace.Mode mode = PmemNamespace.Mode.FSDAX;
        private @Nullable String region;

        private Builder(String id, ByteSize size) {
            this.id = Objects.requireNonNull(id, "id");
            this.size = Objects.requireNonNull(size, "size");
        }

        /** Sets how it is used; fsdax when nothing is said. */
        public Builder mode(PmemNamespace.Mode mode) {
            this.mode = Objects.requireNonNull(mode, "mode");
            return this;
        }

        /** Sets how many bytes its device may have at most; the next size that can be had when nothing is said. */
        public Builder limit(ByteSize limit) {
            this.limit = Objects.requireNonNull(limit, "limit");
            return this;
        }

        /** Sets the region that it has to be in, by its kernel name; whichever has room when nothing is said. */
        public Builder region(String region) {
            this.region = Objects.requireNonNull(region, "region");
            return this;
        }

        /**
         * Makes the request.
         *
         * @throws NodeResourceException {@code pmem/bad-volume-id}; {@code input/bad-option} for a size of 0, a limit below the size, or
         *     a mode that is not known
         */
        public VolumeRequest build() {
            String checked = checked(id);
            if (size.bytes() == 0 || (limit != null && limit.compareTo(size) < 0)) {
                throw bad("of " + checked + " the size " + size + (limit == null ? "" : ", at most " + limit)
                        + ", is none; ask for a byte at least, and for no less at most than at least");
            }
            if (mode == PmemNamespace.Mode.UNKNOWN) {
                throw bad("the mode of " + checked + " is none; choose fsdax, sector, raw or devdax");
            }
            return new VolumeRequest(this);
        }

        private static NodeResourceException bad(String message) {
            return new NodeResourceException(StandardErrorCode.BAD_OPTION, message);
        }
    }
}
