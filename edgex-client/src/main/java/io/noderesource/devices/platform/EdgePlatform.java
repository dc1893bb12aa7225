package io.noderesource.devices.platform;

import io.noderesource.apply.Outcome;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.inventory.Section;
import io.noderesource.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * An edge platform: what observes its objects and carries out the steps of {@link io.noderesource.devices.plan}.
 *
 * <p>Thread-safe. {@link #observe} and {@link #values} change nothing, and never throw for what they could not see: they say
 * so in the section's state, or in the value.
 */
public interface EdgePlatform extends AutoCloseable {

    /** What is told of it to people, such as {@code EdgeX 3.1.1 at http://localhost:59881}. */
    String describe();

    /**
     * Lists the objects of each of the kinds.
     *
     * @param kinds which
     * @param limit how long it may take
     * @return a section for each, of type {@link EdgeObjects#section}
     */
    List<Section<EdgeObjects>> observe(Set<IotKind> kinds, Duration limit);

    /**
     * Reads what properties show, each by itself: one that cannot be read keeps no other away.
     *
     * @param properties which
     * @param limit how long it may take
     * @return a value for each, in their order
     */
    EdgeValues values(Set<PropertyKey> properties, Duration limit);

    /**
     * Performs steps that may be done in any order or at once, in as few requests as it can.
     *
     * <p>Each step's outcome is its own. {@link Outcome.AlreadyInPlace} when what it is for was there. What became of a request
     * that was not answered is looked up before it is told.
     *
     * @param steps of one class and one kind
     * @param limit how long it may take
     * @return an outcome for each, in their order
     */
    List<Outcome> perform(List<? extends Step> steps, Duration limit);

    /**
     * Hears of changes on the platform, if it can tell of them. What is heard is a hint to look, never a fact.
     *
     * @param changed told whenever something may have changed; quick, from any thread
     * @return closed to hear no more; does nothing when the platform tells nothing
     */
    AutoCloseable watch(Runnable changed);

    @Override
    void close();
}
