package io.noderesource.kinds;

import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.DeviceSourceReader;
import io.noderesource.topology.Diagnostic;
import io.noderesource.topology.DocumentNode;
import io.noderesource.topology.NodeSelector;
import io.noderesource.topology.RegionSize;
import io.noderesource.topology.ResourceSpec;
import io.noderesource.topology.RuleFields;
import io.noderesource.topology.RuleReader;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the rules of {@code memory}. */
public final class MemoryRules implements RuleReader {

    private static final DeviceSourceReader SOURCE =
            DeviceSourceReader.of(DeviceSourceReader.Type.PMEM).withOneRegion().withoutMode();

    /** Makes a reader; it has no state. */
    public MemoryRules() {}

    @Override
    public String id() {
        return MemorySpec.KIND;
    }

    @Override
    public Optional<ResourceSpec> read(DocumentNode rule, Consumer<Diagnostic> diagnostics) {
        Optional<RuleFields> fields = RuleFields.of(rule, diagnostics);
        Optional<NodeSelector> selector = fields.flatMap(RuleFields::selector);
        Optional<DeviceSource> source = fields.flatMap(RuleFields::topology).flatMap(t -> SOURCE.read(t, diagnostics));
        return selector.isPresent() && source.isPresent()
                ? source.get().names().stream()
                        .findFirst()
                        .map(region -> sized(MemorySpec.of(region), source.get())
                                .on(selector.get())
                                .at(rule.position()))
                : Optional.empty();
    }

    private static MemorySpec sized(MemorySpec spec, DeviceSource source) {
        RegionSize size = source instanceof DeviceSource.PmemRegions declared ? declared.size() : null;
        return size == null ? spec : spec.sized(size);
    }
}
