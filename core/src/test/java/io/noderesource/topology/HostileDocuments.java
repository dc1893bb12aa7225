package io.noderesource.topology;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Documents that want to take time or memory. */
final class HostileDocuments {

    private static final int MIB = 1 << 20;
    static final String GOOD_RULE =
            "- {name: vg%d, key: zone, operator: In, value: a, topology: {type: device, devices: [/dev/vd%d]}}\n";
    private static final String WARNING_RULE =
            "- {name: vg%d, key: zone, operator: Exists, value: a, topology: {type: device, devices: [/dev/vd%d]}}\n";

    private HostileDocuments() {}

    /** By what they are; each is made when it is asked for, as all of them are more than a small JVM holds. */
    static Map<String, Supplier<String>> all() {
        Map<String, Supplier<String>> documents = new LinkedHashMap<>();
        documents.put("nothing", () -> "");
        documents.put("blanks", () -> " ".repeat(MIB));
        documents.put("line breaks", () -> "\n".repeat(MIB));
        documents.put("comments", () -> fill("#\n"));
        documents.put("one comment", () -> "#" + "x".repeat(MIB - 1));
        documents.put("one byte too many", () -> "#" + "x".repeat(MIB));
        documents.put("wide characters", () -> "#" + "\u00e4".repeat(MIB / 2 + 1));
        documents.put("one word", () -> "x".repeat(MIB));
        documents.put("one long quoted text", () -> '"' + "\\n".repeat(MIB / 2 - 1) + '"');
        documents.put("a quoted text without an end", () -> '"' + "x ".repeat(MIB / 2 - 1));
        documents.put("open brackets", () -> "[".repeat(MIB));
        documents.put("open braces", () -> "{".repeat(MIB));
        documents.put("braces and brackets", () -> fill("[{"));
        documents.put("closing brackets", () -> "]".repeat(MIB));
        documents.put("nested sequences", () -> fill("- "));
        documents.put("nested keys", () -> fill("? "));
        documents.put("colons", () -> fill(": "));
        documents.put("nulls", () -> fill("-\n"));
        documents.put("flow nulls", () -> "volumegroup: [" + fill("x,", MIB - 20) + "]");
        documents.put("commas", () -> "[" + ",".repeat(MIB - 2) + "]");
        documents.put("anchors", () -> fill("&a "));
        documents.put("aliases", () -> "a: &a x\nb:\n" + fill("- *a\n", MIB - 20));
        documents.put("tags", () -> fill("- !x y\n"));
        documents.put("harmless tags", () -> fill("- !!str y\n"));
        documents.put("directives", () -> fill("%X y\n"));
        documents.put("tag directives", () -> fill("%TAG ! x\n"));
        documents.put("documents", () -> fill("---\n"));
        documents.put("document ends", () -> fill("...\n"));
        documents.put("documents with content", () -> fill("--- x\n"));
        documents.put("wrong rules", () -> "volumegroup:\n" + fill("- x\n", MIB - 20));
        documents.put("rules without anything", () -> "volumegroup:\n" + fill("- {}\n", MIB - 20));
        documents.put("rules of unknown fields", () -> "volumegroup:\n" + fill("- {a: b, c: d}\n", MIB - 20));
        documents.put(
                "rules of near misses",
                () -> "volumegroup:\n" + fill("- {nam: b, kye: d, topologie: {typ: x}}\n", MIB - 60));
        documents.put("many good rules", () -> "volumegroup:\n" + numbered(GOOD_RULE, 7000));
        documents.put("many rules with a warning", () -> "volumegroup:\n" + numbered(WARNING_RULE, 6000));
        documents.put(
                "a rule of very many devices",
                () -> rule("devices: [" + numbered("/dev/vd%d, ", 60_000) + "/dev/vdb]"));
        documents.put("a rule of very many wrong devices", () -> rule("devices: [" + fill("vdb,", MIB - 200) + "]"));
        documents.put("a rule of very many empty selectors", () -> rule("select: [" + fill("{},", MIB - 200) + "]"));
        documents.put(
                "a rule of very many expressions",
                () -> "volumegroup:\n- matchExpressions: [" + fill("{},", MIB - 200) + "]");
        documents.put(
                "very many brackets in a pattern",
                () -> rule("select: [{path: '/dev/" + "[".repeat(MIB - 200) + "'}]"));
        documents.put("a very long name", () -> "volumegroup:\n- name: " + "x".repeat(MIB - 100));
        documents.put("a very long path", () -> "quotapath:\n- name: /" + "x/".repeat(MIB / 2 - 100));
        documents.put("very many options", () -> "quotapath:\n- topology: {options: '" + ",".repeat(MIB - 100) + "'}");
        documents.put("very long keys", () -> fill("? " + "k".repeat(5000) + "\n: v\n"));
        documents.put("the same key", () -> fill("a: b\n"));
        documents.put("keys with one hash code", () -> collidingKeys());
        documents.put("deep long keys", () -> deepLongKeys());
        documents.put("billion laughs", () -> laughs());
        documents.put("billion laughs by merging", () -> mergingLaughs());
        documents.put(
                "large text under many aliases",
                () -> "a: &a '" + "x".repeat(MIB / 2) + "'\nvolumegroup: [" + fill("*a ,", MIB / 3) + "]");
        documents.put("itself", () -> "&a [*a]");
        documents.put("itself as a key", () -> "&a {*a : b}");
        documents.put("ConfigMap of wrong rules", () -> configMap("|", fill("    - x\n", MIB - 200)));
        documents.put("ConfigMap of long lines", () -> configMap("|", "    - [" + fill("x,", MIB - 200) + "]\n"));
        documents.put("ConfigMap folded", () -> configMap(">", fill("    x\n", MIB - 200)));
        documents.put("ConfigMap quoted", () -> quotedConfigMap("\\n- x"));
        documents.put("ConfigMap with broken lines", () -> quotedConfigMap("\\\n"));
        documents.put("ConfigMap of empty lines", () -> configMap("|", "\n".repeat(MIB - 200)));
        documents.put("ConfigMap of one text thrice", () -> aliasedConfigMap());
        documents.put(
                "ConfigMap of unknown keys",
                () -> "apiVersion: v1\nkind: ConfigMap\ndata:\n" + numbered("  k%d: x\n", 60_000));
        documents.put("ConfigMap of 1 MiB without a mistake", () -> configMap("|", honest()));
        documents.put("tabs", () -> "\t".repeat(MIB));
        documents.put("carriage returns", () -> "\r".repeat(MIB));
        documents.put("NUL", () -> "\0".repeat(MIB));
        documents.put("surrogates", () -> "\ud800".repeat(MIB / 3));
        documents.put("emoji", () -> "- \ud83d\ude00\n".repeat(MIB / 7));
        return documents;
    }

    private static String fill(String part) {
        return fill(part, MIB);
    }

    private static String fill(String part, int bytes) {
        return part.repeat(bytes / part.getBytes(StandardCharsets.UTF_8).length);
    }

    static String numbered(String form, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> form.replace("%d", Integer.toString(i)))
                .collect(Collectors.joining());
    }

    private static String rule(String source) {
        return "volumegroup:\n- {name: vg, key: zone, operator: In, value: a, topology: {type: device, " + source
                + "}}\n";
    }

    private static String configMap(String style, String body) {
        return "apiVersion: v1\nkind: ConfigMap\ndata:\n  volumegroup: " + style + "\n    volumegroup:\n" + body;
    }

    private static String quotedConfigMap(String part) {
        return "apiVersion: v1\nkind: ConfigMap\ndata:\n  volumegroup: \"volumegroup:" + fill(part, MIB - 200) + "\"\n";
    }

    private static String aliasedConfigMap() {
        return "apiVersion: v1\nkind: ConfigMap\ndata:\n  volumegroup: &a |\n" + fill("    - x\n", MIB - 200)
                + "  quotapath: *a\n  memory: *a\n";
    }

    private static String honest() {
        String rule = """
                - name: volumegroup1
                  key: kubernetes.io/hostname
                  operator: In
                  value: cn-zhangjiakou.192.168.3.%d
                  topology:
                    type: device
                    devices:
                    - /dev/vdb
                    - /dev/vdc
                """.indent(4);
        return numbered(rule, 4900);
    }

    private static String collidingKeys() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1 << 15; i++) {
            for (int bit = 0; bit < 15; bit++) {
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            text.append(":\n");
            if (text.length() > MIB - 100) {
                break;
            }
        }
        return text.toString();
    }

    private static String deepLongKeys() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            text.append(" ".repeat(i)).append("k".repeat(1000)).append(":\n");
        }
        return text + (" ".repeat(30) + "- x\n").repeat((MIB - 40_000) / 34);
    }

    private static String laughs() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            text.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + " ,").repeat(10) + "]\n");
        }
        return text.toString();
    }

    private static String mergingLaughs() {
        StringBuilder text = new StringBuilder("a0: &a0 {" + numbered("k%d: v, ", 3000) + "}\nb:\n");
        for (int i = 0; i < 3000; i++) {
            text.append("- {<<: *a0, x").append(i).append(": y}\n");
        }
        return text.toString();
    }
}
