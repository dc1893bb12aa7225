package io.noderesource.kinds;

import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.text.DidYouMean;
import io.noderesource.internal.text.Quoted;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.DeviceSourceReader;
import io.noderesource.topology.Diagnostic;
import io.noderesource.topology.DocumentFields;
import io.noderesource.topology.DocumentNode;
import io.noderesource.topology.NodeSelector;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.RuleFields;
import io.noderesource.topology.RuleReader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the rules of {@code quotapath}. */
public final class QuotaPathRules implements RuleReader {

    private static final DeviceSourceReader SOURCE = DeviceSourceReader.of(
                    DeviceSourceReader.Type.DEVICE, DeviceSourceReader.Type.PMEM)
            .withFields("options", "fstype")
            .withOneRegion();

    private static final List<String> FILE_SYSTEMS = Arrays.stream(QuotaPathSpec.FileSystemType.values())
            .map(QuotaPathSpec.FileSystemType::word)
            .toList();

    /** Makes a reader; it has no state. */
    public QuotaPathRules() {}

    @Override
    public String id() {
        return QuotaPathSpec.KIND;
    }

    @Override
    public Optional<ResourceSpec> read(DocumentNode rule, Consumer<Diagnostic> diagnostics) {
        Optional<RuleFields> fields = RuleFields.of(rule, diagnostics);
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> path = path(fields.get());
        Optional<NodeSelector> selector = fields.get().selector();
        Optional<DocumentNode> topology = fields.get().topology();
        Optional<DeviceSource> source = topology.flatMap(t -> SOURCE.read(t, diagnostics));
        Optional<DocumentFields> inside = topology.flatMap(t -> DocumentFields.over(t, diagnostics));
        Optional<List<String>> options = inside.flatMap(QuotaPathRules::options);
        Optional<QuotaPathSpec.FileSystemType> fileSystem = inside.flatMap(QuotaPathRules::fileSystem);
        boolean whole = path.isPresent() && selector.isPresent() && source.isPresent();
        whole &= inside.isEmpty() || canBeMapped(source.orElse(null), options.orElse(List.of()), inside.get());
        return whole && options.isPresent() && fileSystem.isPresent()
                ? Optional.of(QuotaPathSpec.builder(path.get())
                        .on(selector.get())
                        .from(source.get())
                        .fileSystem(fileSystem.get())
                        .options(options.get())
                        .at(rule.position())
                        .build())
                : Optional.empty();
    }

    private static Optional<String> path(RuleFields fields) {
        Optional<DocumentNode> node =
                fields.requireName("the name of a quota path is its directory, such as /mnt/quotapath");
        Optional<String> path = node.flatMap(DocumentNode::text);
        Optional<MountPaths.Problem> problem = path.flatMap(MountPaths::problem);
        if (problem.isEmpty()) {
            return path;
        }
        fields.fields()
                .error(
                        StandardErrorCode.BAD_VALUE,
                        node.get(),
                        "the quota path " + Quoted.quote(path.get()) + " "
                                + problem.get().message(),
                        problem.get().hint());
        return Optional.empty();
    }

    private static Optional<List<String>> options(DocumentFields topology) {
        if (topology.value("options").isEmpty()) {
            return Optional.of(List.of());
        }
        Optional<DocumentNode> node = topology.text("options");
        if (node.isEmpty()) {
            return Optional.empty();
        }
        List<String> options = MountOptions.split(node.get().text().orElse(""));
        boolean good = true;
        for (String option : options) {
            Optional<String> problem = MountOptions.problem(option);
            if (good && problem.isPresent()) {
                good = false;
                topology.error(
                        StandardErrorCode.BAD_VALUE,
                        node.get(),
                        "the mount option " + Quoted.quote(option) + " " + problem.get(),
                        "write options as one text with commas, such as prjquota,noatime");
            }
        }
        if (good && !options.isEmpty() && !MountOptions.hasProjectQuota(options)) {
            topology.warning(
                    StandardErrorCode.BAD_VALUE,
                    node.get(),
                    "the option prjquota is not among the options, and is added",
                    "write it, so that the document says what is done");
        }
        return good ? Optional.of(options) : Optional.empty();
    }

    /** Only mode fsdax has what a file system needs to map the memory itself (Documentation/filesystems/dax.rst). */
    private static boolean canBeMapped(@Nullable DeviceSource source, List<String> options, DocumentFields topology) {
        DeviceSource.RegionMode mode = source instanceof DeviceSource.PmemRegions declared ? declared.mode() : null;
        boolean maps = options.contains("dax") || options.contains("dax=always");
        if (mode == null || mode == DeviceSource.RegionMode.FSDAX || !maps) {
            return true;
        }
        topology.error(
                StandardErrorCode.BAD_VALUE,
                topology.node().get("options").orElse(topology.node()),
                "in a namespace of mode " + mode.word() + " no file can be mapped directly",
                "remove the option dax, or write mode: fsdax");
        return false;
    }

    private static Optional<QuotaPathSpec.FileSystemType> fileSystem(DocumentFields topology) {
        Optional<DocumentNode> node = topology.text("fstype");
        String word = node.flatMap(DocumentNode::text).orElse("");
        if (word.isEmpty()) {
            // Absent, null and empty all meant ext4 to the ancestor; another form has been reported.
            return topology.value("fstype").isPresent() && node.isEmpty()
                    ? Optional.empty()
                    : Optional.of(QuotaPathSpec.FileSystemType.EXT4);
        }
        for (QuotaPathSpec.FileSystemType type : QuotaPathSpec.FileSystemType.values()) {
            if (type.word().equals(word)) {
                return Optional.of(type);
            }
        }
        String hint = word.equals("ext3")
                ? "write ext4: ext3 has no project quotas, and mkfs.ext3 with them makes an ext4"
                : DidYouMean.hint(word, FILE_SYSTEMS).orElse("write one of " + String.join(", ", FILE_SYSTEMS));
        topology.error(
                StandardErrorCode.BAD_VALUE,
                node.orElse(topology.node()),
                "the file system " + Quoted.quote(word) + " has no project quotas",
                hint);
        return Optional.empty();
    }
}
