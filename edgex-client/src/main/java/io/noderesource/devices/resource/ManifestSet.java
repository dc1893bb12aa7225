package io.noderesource.devices.resource;

import io.noderesource.base.ResourceAddress;
import io.noderesource.topology.Diagnostic;
import io.noderesource.topology.SourcePosition;
import java.util.List;
import java.util.Map;

/**
 * What files of manifests declare. Immutable.
 *
 * @param resources in the order in which they stand; each address once
 * @param diagnostics every mistake, and what does not do what one might think, in the order of their places
 * @param positions where the document of each resource begins
 */
public record ManifestSet(
        List<IotResource> resources, List<Diagnostic> diagnostics, Map<ResourceAddress, SourcePosition> positions) {

    public ManifestSet {
        resources = List.copyOf(resources);
        diagnostics = List.copyOf(diagnostics);
        positions = Map.copyOf(positions);
    }

    /** Whether there is no mistake in it, so that it can be acted on. */
    public boolean isGood() {
        return diagnostics.stream().noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
    }
}
