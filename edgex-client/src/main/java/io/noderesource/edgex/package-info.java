/**
 * A client of EdgeX Foundry 2.x, 3.x and 4.x.
 *
 * <p>{@link io.noderesource.edgex.EdgexClient} gives a client for each service. A method of such a client does nothing yet:
 * it returns a {@link io.noderesource.edgex.Call}, which {@link io.noderesource.edgex.Call#get() get()} carries out and waits
 * for, and {@link io.noderesource.edgex.Call#async() async()} carries out without holding a thread.
 *
 * <pre>{@code
 * EdgexClient edgex = EdgexClient.builder().host("localhost").build();
 * Device pump = edgex.metadata().device("pump-7").get();
 * edgex.metadata().addDevices(devices).get().orThrow();
 * List<Device> all = edgex.metadata().devices().snapshot().get().orThrow();
 * }</pre>
 *
 * <p>What takes an array gives a {@link io.noderesource.edgex.BatchResult}: EdgeX answers such a request with 207 and an
 * outcome for each item. What lists gives a {@link io.noderesource.edgex.Listing}, which is complete or fails. Failures are
 * {@link io.noderesource.edgex.error.EdgexException}s; what is merely not there is an empty {@link java.util.Optional} for
 * the methods named {@code find}.
 */
@NullMarked
package io.noderesource.edgex;

import org.jspecify.annotations.NullMarked;
