package io.noderesource.edgex.model;

/**
 * What a service speaks: the generation of its API. The path alone does not tell: 3.x and 4.x both serve {@code /api/v3}.
 */
public enum Dialect {
    /** EdgeX 2.0 to 2.3 under {@code /api/v2}: numbers of profiles and values of protocols are strings. */
    V2("v2"),
    /** EdgeX 3.0 and 3.1 under {@code /api/v3}. */
    V3("v3"),
    /** EdgeX 4.x, under {@code /api/v3} too. */
    V4("v3");

    private final String apiVersion;

    Dialect(String apiVersion) {
        this.apiVersion = apiVersion;
    }

    /** What stands in paths and in {@code apiVersion}. */
    public String apiVersion() {
        return apiVersion;
    }

    /** Whether this dialect is that one or a later one. */
    public boolean isAtLeast(Dialect other) {
        return compareTo(other) >= 0;
    }
}
