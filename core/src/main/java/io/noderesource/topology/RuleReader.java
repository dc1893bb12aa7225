package io.noderesource.topology;

import java.util.Optional;
import java.util.function.Consumer;

/** Reads the rules of one kind from a document; the reading half of a kind. */
public interface RuleReader {

    /** The kind's id: the key in the ConfigMap and the top-level key of its document, such as {@code volumegroup}. */
    String id();

    /**
     * Reads one rule: pure, total, and reports every mistake in it.
     *
     * @param rule the rule; of any form whatsoever
     * @param diagnostics takes the mistakes
     * @return the spec, or empty when a mistake leaves none
     */
    Optional<ResourceSpec> read(DocumentNode rule, Consumer<Diagnostic> diagnostics);
}
