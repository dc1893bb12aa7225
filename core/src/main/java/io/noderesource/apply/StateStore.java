package io.noderesource.apply;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.json.Json;
import io.noderesource.internal.json.JsonCodec;
import io.noderesource.plan.Ledger;
import io.noderesource.plan.Step;
import io.noderesource.plan.StepCodec;
import io.noderesource.spi.Stamp;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state directory: the ledger, the journal, and the last good declaration. Thread-safe by the node's lock for
 * writing; reading needs none.
 */
public final class StateStore {

    private static final String LEDGER = "ledger";

    private final Path directory;
    private final StepCodec codec;
    private final JournalReader journal = new JournalReader();
    private final String newSalt;
    private volatile @Nullable Saved lastSaved;

    /** A ledger and the text that it was read from. */
    private record Saved(String text, Ledger ledger) {}

    /**
     * A store.
     *
     * @param directory the state directory; made when something is first written
     * @param codec reads the journal's steps
     */
    public StateStore(Path directory, StepCodec codec) {
        this.directory = directory;
        this.codec = codec;
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        this.newSalt = HexFormat.of().formatHex(random);
    }

    /** The directory. */
    public Path directory() {
        return directory;
    }

    /**
     * What is remembered: the ledger's file, and what steps may have made that a crash cut off. A lost or damaged file
     * counts as empty, with what the journal still tells.
     *
     * @throws NodeResourceException {@code apply/journal} when the directory cannot be read
     */
    public Ledger ledger() {
        List<JournalRecord> records = journal.read(directory);
        Ledger saved = saved();
        Ledger ledger = saved == null ? Ledger.empty(newSalt) : saved;
        Set<Long> done = saved == null ? Journal.doneIntents(records) : Set.of();
        for (JournalRecord record : saved == null ? Journal.begunIntents(records) : Journal.openIntents(records)) {
            ledger = step(record)
                    .map(done.contains(record.sequence()) ? ledger::withDone : ledger::withMade)
                    .orElse(ledger);
        }
        return saved == null ? ledger.withoutSizes() : ledger;
    }

    /**
     * Opens the journal for writing, as {@link Journal#open} does.
     *
     * @throws NodeResourceException {@code apply/journal} when the directory cannot be written
     */
    Journal openJournal(Clock clock) {
        return Journal.open(directory, clock, journal);
    }

    /**
     * Whether the journal tells of a step that has no outcome.
     *
     * @throws NodeResourceException {@code apply/journal} when the directory cannot be read
     */
    boolean wasCutOff() {
        return !Journal.openIntents(journal.read(directory)).isEmpty();
    }

    /**
     * The ledger as it stands and how far the journal has come, in brief; empty when they cannot be read. The journal only
     * grows, or is replaced by another file.
     */
    public Optional<Stamp> stamp() {
        Stamp.Builder stamp = Stamp.builder();
        try {
            Path ledger = directory.resolve(LEDGER);
            Path file = directory.resolve(Journal.FILE);
            stamp.add(Files.exists(ledger) ? StateFiles.read(ledger) : new byte[0]);
            stamp.add(
                    Files.exists(file)
                            ? new TreeMap<>(Files.readAttributes(file, "unix:ino,size,ctime")).toString()
                            : "");
            return Optional.of(stamp.build());
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** Writes the ledger, on disk when it returns. */
    void save(Ledger ledger) {
        keep(LEDGER, JsonCodec.FULL.encode(ledger).compact());
    }

    /** The step of an intent, when its type is known here. */
    Optional<Step> step(JournalRecord record) {
        String line = record.step();
        if (line == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(codec.read(line));
        } catch (IllegalArgumentException unknownType) {
            return Optional.empty();
        }
    }

    /**
     * Keeps a text under a name, on disk when it returns.
     *
     * @throws NodeResourceException {@code apply/journal} when the directory cannot be written
     */
    public void keep(String name, String text) {
        try {
            Files.createDirectories(directory);
            StateFiles.replace(directory.resolve(name), Journal.checksum(text) + " " + text);
        } catch (IOException e) {
            throw unusable("write", e);
        }
    }

    /**
     * Gives back what was kept under a name; empty when there is nothing, or when it is damaged.
     *
     * @throws NodeResourceException {@code apply/journal} when the directory cannot be read
     */
    public Optional<String> kept(String name) {
        try {
            // What is not UTF-8 does not have its checksum.
            String content = new String(StateFiles.read(directory.resolve(name)), StandardCharsets.UTF_8);
            String text = content.length() > 9 ? content.substring(9) : "";
            return content.startsWith(Journal.checksum(text) + " ") ? Optional.of(text) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unusable("read", e);
        }
    }

    private @Nullable Ledger saved() {
        String text = kept(LEDGER).orElse(null);
        if (text == null) {
            return null;
        }
        Saved last = lastSaved;
        if (last != null && last.text.equals(text)) {
            return last.ledger;
        }
        try {
            Ledger ledger = JsonCodec.FULL.decode(Json.parse(text), Ledger.class);
            lastSaved = new Saved(text, ledger);
            return ledger;
        } catch (IllegalArgumentException ofAnotherVersion) {
            return null;
        }
    }

    private NodeResourceException unusable(String what, IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return new NodeResourceException(
                    StandardErrorCode.CANCELLED,
                    "cannot " + what + " the state in " + directory + ": interrupted",
                    cause);
        }
        return new NodeResourceException(
                StandardErrorCode.JOURNAL,
                "cannot " + what + " the state in " + directory + ": " + cause
                        + "; make the state directory readable and writable and give it space",
                cause);
    }
}
