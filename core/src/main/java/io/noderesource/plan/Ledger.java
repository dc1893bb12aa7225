package io.noderesource.plan;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ResourceAddress;
import io.noderesource.internal.collect.Indexed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a node cannot tell: which object each address got, on which devices.
 *
 * <p>Immutable; kept in the state directory and written only by apply. A lost ledger makes the planner more careful,
 * never bolder.
 *
 * @param salt random text of this state directory; ids that the planner gives to what it will make follow from it
 * @param generation how often it was written
 * @param entries what is remembered, in the order of the addresses
 */
public record Ledger(String salt, long generation, List<LedgerEntry> entries) {

    private static final Indexed.Key<LedgerEntry, ResourceAddress> ADDRESS =
            new Indexed.Key<>(e -> Stream.of(e.address()));
    private static final Indexed.Key<LedgerEntry, String> MADE =
            new Indexed.Key<>(e -> e.devices().stream().map(LedgerDevice::id));

    public Ledger {
        Objects.requireNonNull(salt, "salt");
        Objects.requireNonNull(entries, "entries");
        entries = Indexed.copyOf(entries.stream().sorted(Comparator.comparing(LedgerEntry::address)));
    }

    /** A ledger that remembers nothing. */
    public static Ledger empty(String salt) {
        return new Ledger(salt, 0, List.of());
    }

    /** What is remembered of an address. */
    public Optional<LedgerEntry> entry(ResourceAddress address) {
        return Indexed.find(entries, ADDRESS, address).stream().findFirst();
    }

    /** Tells which address an id was made for. */
    public Optional<ResourceAddress> madeFor(String id) {
        return Indexed.find(entries, MADE, id).stream()
                .map(LedgerEntry::address)
                .findFirst();
    }

    /** Returns the ledger with one entry replaced or added, and the next generation. */
    public Ledger with(LedgerEntry entry) {
        List<LedgerEntry> all = new ArrayList<>(entries);
        all.removeIf(e -> e.address().equals(entry.address()));
        all.add(entry);
        return new Ledger(salt, generation + 1, all);
    }

    /**
     * Returns the ledger with what a plan saw of an address, and the next generation; itself where it knows that already.
     * Devices that came to the address after the plan was made stay, and no device's size becomes smaller.
     *
     * @param seen what the plan saw
     * @param gone ids of devices that were remembered and that the plan saw to be no part of it any more
     */
    public Ledger merged(LedgerEntry seen, Set<String> gone) {
        List<LedgerDevice> devices = new ArrayList<>();
        for (LedgerDevice device : seen.devices()) {
            // A plan that is applied late saw it when it was smaller.
            devices.add(entry(seen.address())
                    .flatMap(before -> before.made(device.id()))
                    .filter(known -> known.size().compareTo(device.size()) > 0)
                    .map(known -> device.sized(known.size()))
                    .orElse(device));
        }
        entry(seen.address()).stream()
                .flatMap(before -> before.devices().stream())
                .filter(d -> !gone.contains(d.id()) && seen.made(d.id()).isEmpty())
                .forEach(devices::add);
        LedgerEntry merged = new LedgerEntry(seen.address(), seen.uuid(), devices);
        return entry(seen.address()).filter(merged::equals).isPresent() ? this : with(merged);
    }

    /** Returns the ledger without an address, and the next generation. */
    public Ledger without(ResourceAddress address) {
        return new Ledger(
                salt,
                generation + 1,
                entries.stream().filter(e -> !e.address().equals(address)).toList());
    }

    /** Returns the ledger with the sizes of the devices that a step, which is done, has grown something to. */
    public Ledger withGrown(Step step) {
        LedgerEntry before = entry(step.address()).orElse(null);
        if (before == null || step.verb() != Verb.GROW) {
            return this;
        }
        List<LedgerDevice> devices = before.devices().stream()
                .map(d -> step.writes().stream()
                        .filter(target -> target.identity().equals(d.identity()))
                        .filter(target -> target.sizeOrZero().compareTo(d.size()) > 0)
                        .findFirst()
                        .map(target -> d.sized(target.sizeOrZero()))
                        .orElse(d))
                .toList();
        return with(new LedgerEntry(before.address(), before.uuid(), devices));
    }

    /**
     * Returns the ledger with what a step, which is done, has made and grown, and with the UUID of the object that is there: what was there
     * once is missed when it is gone, and not made anew. What is unmarked is forgotten.
     */
    public Ledger withDone(Step step) {
        if (step.verb() == Verb.UNMARK) {
            return without(step.address());
        }
        Ledger done = withMade(step).withGrown(step);
        String uuid = step.objectUuid();
        LedgerEntry entry = done.entry(step.address()).orElse(null);
        return uuid == null || entry == null || uuid.equals(entry.uuid())
                ? done
                : done.with(new LedgerEntry(entry.address(), uuid, entry.devices()));
    }

    /** Returns the ledger without the sizes of devices: what they were when something was made may be long ago. */
    public Ledger withoutSizes() {
        return new Ledger(
                salt,
                generation + 1,
                entries.stream()
                        .map(e -> new LedgerEntry(
                                e.address(),
                                e.uuid(),
                                e.devices().stream()
                                        .map(d -> d.sized(ByteSize.ZERO))
                                        .toList()))
                        .toList());
    }

    /** Returns the ledger with what a step makes, or may have made, added to its address. */
    public Ledger withMade(Step step) {
        if (step.makes().isEmpty()) {
            return this;
        }
        LedgerEntry before = entry(step.address()).orElse(new LedgerEntry(step.address(), null, List.of()));
        List<LedgerDevice> devices = new ArrayList<>(before.devices());
        for (Made made : step.makes()) {
            devices.removeIf(d -> d.id().equals(made.id()));
            devices.add(new LedgerDevice(
                    made.device().identity(),
                    made.id(),
                    made.device().sizeOrZero(),
                    made.device().path()));
        }
        return with(new LedgerEntry(step.address(), before.uuid(), devices));
    }
}
