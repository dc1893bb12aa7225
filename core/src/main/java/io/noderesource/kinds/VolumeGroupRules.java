package io.noderesource.kinds;

import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.text.Quoted;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.DeviceSourceReader;
import io.noderesource.topology.Diagnostic;
import io.noderesource.topology.DocumentNode;
import io.noderesource.topology.NodeSelector;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.RuleFields;
import io.noderesource.topology.RuleReader;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the rules of {@code volumegroup}. */
public final class VolumeGroupRules implements RuleReader {

    private static final DeviceSourceReader SOURCE = DeviceSourceReader.of(
            DeviceSourceReader.Type.DEVICE, DeviceSourceReader.Type.LOCAL_DISK, DeviceSourceReader.Type.PMEM);

    /** Makes a reader; it has no state. */
    public VolumeGroupRules() {}

    @Override
    public String id() {
        return VolumeGroupKind.ID;
    }

    @Override
    public Optional<ResourceSpec> read(DocumentNode rule, Consumer<Diagnostic> diagnostics) {
        Optional<RuleFields> fields = RuleFields.of(rule, diagnostics);
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> name = name(fields.get());
        Optional<NodeSelector> selector = fields.get().selector();
        Optional<DeviceSource> source = fields.get().topology().flatMap(t -> SOURCE.read(t, diagnostics));
        return name.isPresent() && selector.isPresent() && source.isPresent()
                ? Optional.of(VolumeGroupSpec.builder(name.get())
                        .on(selector.get())
                        .from(source.get())
                        .at(rule.position())
                        .build())
                : Optional.empty();
    }

    private static Optional<String> name(RuleFields fields) {
        Optional<DocumentNode> node = fields.requireName("give the volume group a name");
        Optional<String> name = node.flatMap(DocumentNode::text);
        Optional<String> problem = name.flatMap(LvmNames::volumeGroupProblem);
        if (name.isEmpty() || problem.isEmpty()) {
            return name;
        }
        fields.fields()
                .error(
                        StandardErrorCode.BAD_VALUE,
                        node.get(),
                        "the volume group's name " + Quoted.quote(name.get()) + " " + problem.get(),
                        LvmNames.nearestVolumeGroupName(name.get())
                                .map(n -> "write '" + n + "', for example")
                                .orElse(null));
        return Optional.empty();
    }
}
