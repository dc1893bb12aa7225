/** A simulated node, the contract every backend keeps, and seeded generators. */
module io.noderesource.testkit {
    requires transitive io.noderesource.core;
    requires transitive org.junit.jupiter.api;
    requires transitive org.assertj.core;
    requires static transitive org.jspecify;

    exports io.noderesource.testkit;
}
