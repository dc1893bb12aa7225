package io.noderesource.topology;

import io.noderesource.kinds.MemoryRules;
import io.noderesource.kinds.QuotaPathRules;
import io.noderesource.kinds.VolumeGroupRules;
import java.util.List;

/** Reads each hostile document in a JVM of its own, and prints a line for each. */
final class HostileDocumentsMain {

    static final TopologyReader READER =
            TopologyReader.of(List.of(new VolumeGroupRules(), new QuotaPathRules(), new MemoryRules()));

    private HostileDocumentsMain() {}

    /** Reads them all. */
    public static void main(String[] arguments) {
        HostileDocuments.all().forEach((name, text) -> {
            TopologyDocument document = READER.read(TopologySource.text(name, text.get()));
            System.out.println(name + ": " + document.diagnostics().size());
        });
    }
}
