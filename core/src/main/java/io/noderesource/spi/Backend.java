package io.noderesource.spi;

import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Knows <em>how</em>: looks at a part of the node, and performs steps one at a time.
 *
 * <p>Thread-safe. {@link #observe} writes nothing; at most it enables again, under the node's lock, what a process that is gone had disabled
 * for a step, where nothing could be planned for it else. {@link #perform} is called with the node's lock and the devices'
 * locks held and after all preconditions were found to hold; it makes no decision of its own.
 */
public interface Backend extends AutoCloseable {

    /** The id of its provider. */
    String id();

    /** The sections that it observes. */
    Set<SectionType<?>> sections();

    /** The steps that it performs. */
    Set<StepType<?>> steps();

    /**
     * Looks at the node; never throws for what it cannot see, but says so in the section's state.
     *
     * @return one section for each of {@link #sections()} that the scope needs
     */
    List<Section<?>> observe(Observation request);

    /**
     * Takes the stamp of what it watches, at a small part of what {@link #observe} costs: no process, no call of a
     * library that locks or scans.
     *
     * <p>Two equal stamps mean that whatever a plan could depend on is as it was. Whenever that is in doubt - something
     * cannot be read, is changing just now, or is not watched - there is none, and the caller looks properly. It may
     * block for as long as a device does: the caller has a deadline, and calls no second time before the first is back.
     *
     * @param last what the last whole observation showed, its own sections included: it says what there is to watch
     * @return empty when it cannot tell, which is what a backend that has no stamp says
     */
    default Optional<Stamp> stamp(Inventory last) {
        return Optional.empty();
    }

    /**
     * Performs one step; repeating it is harmless.
     *
     * <p>It returns or throws only when nothing of it is under way any more, however late: the devices' locks are let go
     * then. The executor's caller gets an answer in time all the same.
     *
     * @throws io.noderesource.base.NodeResourceException when it failed, was refused by the library below, or did not
     *     end by the deadline
     */
    void perform(Step step, StepContext context);

    /**
     * Tells whether a call of {@link #perform} is still under way that nobody waits for any more, in this process or another; asked with
     * the node's lock held, when no other call can be. What it was to do is then neither done nor not done, and its intent stays open. A step
     * that writes to devices is known to be under way by their locks: for one that has none, a backend has a lock of its own.
     */
    default boolean isUnderWay(Step step) {
        return false;
    }

    /**
     * Brings to the media what a step has written that the node shows to be done. {@link #perform} has to leave it there as
     * well; but whoever performed it may have been killed before, and a power cut would take it back after the journal has
     * told of it. Called with the node's lock held, before the step's intent is closed; does nothing unless overridden.
     *
     * @throws io.noderesource.base.NodeResourceException when it is not certain to be there: the intent then stays open
     */
    default void flush(Step step, StepContext context) {}

    @Override
    void close();
}
