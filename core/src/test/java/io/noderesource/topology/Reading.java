package io.noderesource.topology;

import io.noderesource.base.NodeIdentity;
import io.noderesource.kinds.MemoryRules;
import io.noderesource.kinds.QuotaPathRules;
import io.noderesource.kinds.VolumeGroupRules;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What tests of reading share. */
final class Reading {

    static final TopologyReader READER =
            TopologyReader.of(List.of(new VolumeGroupRules(), new QuotaPathRules(), new MemoryRules()));

    private Reading() {}

    static TopologyDocument read(String text) {
        return READER.read(TopologySource.text("t", text));
    }

    static List<String> diagnostics(String text) {
        return read(text).diagnostics().stream().map(Diagnostic::toString).toList();
    }

    /** The codes, those of warnings in parentheses. */
    static List<String> codes(String text) {
        return read(text).diagnostics().stream()
                .map(d -> d.severity() == Diagnostic.Severity.ERROR
                        ? d.code().id()
                        : "(" + d.code().id() + ")")
                .toList();
    }

    /** One volume group rule, with its selector or its topology given. */
    static String rule(String selector, String topology) {
        return "volumegroup:\n- {name: vg, " + selector + ", topology: {" + topology + "}}\n";
    }

    static String ruleFor(String selector) {
        return rule(selector, "type: device, devices: [/dev/vdb]");
    }

    static String ruleFrom(String topology) {
        return rule("key: bar, operator: Exists", topology);
    }

    static NodeIdentity node(String... labels) {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            map.put(labels[i], labels[i + 1]);
        }
        return new NodeIdentity("foo", map);
    }
}
