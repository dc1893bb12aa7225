package io.noderesource.topology;

import java.util.regex.Pattern;

/** Tag resolution of plain scalars by the core schema of YAML 1.2.2, 10.3.2. */
final class CoreSchema {

    private static final Pattern TRUTH = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
    private static final Pattern DECIMAL = Pattern.compile(
            "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    private CoreSchema() {}

    static DocumentNode.ScalarType type(String plain) {
        if (WHOLE.matcher(plain).matches()) {
            return DocumentNode.ScalarType.WHOLE;
        }
        if (DECIMAL.matcher(plain).matches()) {
            return DocumentNode.ScalarType.DECIMAL;
        }
        return TRUTH.matcher(plain).matches() ? DocumentNode.ScalarType.TRUTH : DocumentNode.ScalarType.TEXT;
    }
}
