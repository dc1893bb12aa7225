package io.noderesource.spi;

/**
 * The way in for a plug-in: found by {@link java.util.ServiceLoader}, through {@code provides} in its module and
 * {@code META-INF/services} alike.
 *
 * <p>Implementations have a public constructor without parameters that does nothing.
 */
public interface BackendProvider {

    /** Stable id, lower case, such as {@code lvm}. */
    String id();

    /** Looks whether the backend can work on this node; reads only, never throws. */
    Availability availability(BackendContext context);

    /**
     * Opens the backend. The caller closes it. Like {@link Backend#observe} it writes nothing, but may enable again what a process that is gone
     * had disabled.
     *
     * @throws io.noderesource.base.NodeResourceException when it cannot work here
     */
    Backend open(BackendContext context);
}
