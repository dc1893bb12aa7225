/**
 * An EdgeX in this process, for tests: core-metadata, core-command, core-data, support-notifications, support-scheduler and
 * core-keeper over HTTP on the loopback interface, with the manners and the faults of the real ones.
 *
 * <p>Start with {@link io.noderesource.edgex.simulator.EdgexSimulator}. It works on JSON trees and shares no code with the
 * client, so that an error in one does not hide the same error in the other. Its source of facts is the behaviour of the
 * services 2.1.1 and 3.1.1, and for 4.0.2 their documentation.
 */
@NullMarked
package io.noderesource.edgex.simulator;

import org.jspecify.annotations.NullMarked;
