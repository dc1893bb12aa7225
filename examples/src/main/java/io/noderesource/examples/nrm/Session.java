package io.noderesource.examples.nrm;

import io.noderesource.apply.Cancellation;
import java.io.PrintWriter;
import java.time.Clock;

/**
 * What a command works with; tests put in their own.
 *
 * @param out takes the result
 * @param err takes progress and diagnostics
 * @param nodes opens the node
 * @param clock what a consent's expiry is counted from, and the time in the events of watch
 * @param stop asks a run to end between two steps
 */
record Session(PrintWriter out, PrintWriter err, NodeFactory nodes, Clock clock, Cancellation stop) {}
