/** The library: reads a declared topology, observes a node, plans the difference and applies it. */
module io.noderesource.core {
    requires com.fasterxml.jackson.databind;
    requires com.google.common;
    requires com.sun.jna;
    requires org.yaml.snakeyaml;
    requires jdk.jfr;
    requires static transitive org.jspecify;

    exports io.noderesource;
    exports io.noderesource.apply;
    exports io.noderesource.base;
    exports io.noderesource.inventory;
    exports io.noderesource.kinds;
    exports io.noderesource.linux;
    exports io.noderesource.plan;
    exports io.noderesource.spi;
    exports io.noderesource.topology;

    opens io.noderesource.internal.jna to
            com.sun.jna;

    uses io.noderesource.spi.BackendProvider;
}
