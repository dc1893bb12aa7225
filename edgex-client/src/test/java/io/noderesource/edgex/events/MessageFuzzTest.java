package io.noderesource.edgex.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Garbage is refused by the one exception, whatever it is. The seed is printed; {@code -Dfuzz.seed} takes it again. */
class MessageFuzzTest {

    private static final int CASES = Math.min(100_000, Integer.getInteger("random.cases", 100_000));
    private static final Set<ErrorKind> KINDS = EnumSet.of(ErrorKind.PROTOCOL, ErrorKind.LIMIT);

    private final long seed = Long.getLong("fuzz.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final MessageDecoder decoder = new MessageDecoder(EventTopics.DEFAULT, new EnvelopeDecoder());

    @Test
    void noiseIsRefused() {
        System.out.println("MessageFuzzTest.noiseIsRefused: -Dfuzz.seed=" + seed);
        for (int i = 0; i < CASES; i++) {
            byte[] noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            if (noise.length > 0 && random.nextBoolean()) {
                noise[0] = (byte) (random.nextBoolean() ? '{' : 0xA0 + random.nextInt(0x20));
            }
            readsOrRefuses(Samples.deviceTopic("add"), noise);
        }
    }

    @Test
    void damagedMessagesAreReadOrRefused() throws IOException {
        System.out.println("MessageFuzzTest.damagedMessagesAreReadOrRefused: -Dfuzz.seed=" + seed);
        List<Samples.Recorded> sound = new ArrayList<>(Samples.recorded());
        for (Samples.Recorded one : Samples.recorded()) {
            Envelope envelope = new EnvelopeDecoder().decode(one.message());
            sound.add(new Samples.Recorded(
                    one.file(),
                    one.topic(),
                    EnvelopeDecoderTest.cbor(Samples.envelope(
                            EnvelopeDecoderTest.onlyWhole(envelope.payload()), 0, "application/cbor"))));
            sound.add(new Samples.Recorded(
                    one.file(),
                    one.topic(),
                    Samples.utf8(Samples.envelope(envelope.payload(), 0, "application/json")
                            .write())));
        }
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            Samples.Recorded one = sound.get(random.nextInt(sound.size()));
            refused += readsOrRefuses(one.topic(), damaged(one.message(), sound)) ? 0 : 1;
        }
        // Otherwise nothing was damaged, or everything.
        assertThat(refused).isBetween(CASES / 10, CASES * 99 / 100);
    }

    private byte[] damaged(byte[] message, List<Samples.Recorded> others) {
        byte[] damaged = message.clone();
        switch (random.nextInt(5)) {
            case 0 -> damaged = java.util.Arrays.copyOf(damaged, random.nextInt(damaged.length));
            case 1 -> damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            case 2 -> damaged[random.nextInt(Math.min(40, damaged.length))] = (byte) random.nextInt();
            case 3 -> {
                for (int i = 0; i < 10; i++) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                }
            }
            default -> {
                byte[] other = others.get(random.nextInt(others.size())).message();
                int cut = random.nextInt(Math.min(damaged.length, other.length));
                System.arraycopy(other, 0, damaged, 0, cut);
            }
        }
        return damaged;
    }

    private boolean readsOrRefuses(String topic, byte[] message) {
        try {
            return decoder.decode(topic, message).topic().equals(topic);
        } catch (EdgexException e) {
            assertThat(e.kind()).isIn(KINDS);
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(
                    "seed " + seed + ", message " + HexFormat.of().formatHex(message), e);
        }
    }
}
