/**
 * What EdgeX says on its message bus, as hints.
 *
 * <p>EdgeX publishes a message after it has written to its database, at most once: messages are lost, doubled and
 * overtaken, and some carry what was before the change. So nothing here is taken for the state of an object. An
 * {@link io.noderesource.edgex.events.EventWatch} asks for each object it hears of by {@code GET}, asks for all of them
 * now and then, and after each gap in what it can have heard.
 *
 * <p>The bus itself is an {@link io.noderesource.edgex.events.EventTransport}: MQTT in {@code io.noderesource.edgex.events.mqtt},
 * {@link io.noderesource.edgex.events.InProcessBus} for tests, others by their users.
 */
@NullMarked
package io.noderesource.edgex.events;

import org.jspecify.annotations.NullMarked;
