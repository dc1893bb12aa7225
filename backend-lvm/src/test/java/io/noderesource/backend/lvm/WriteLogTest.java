package io.noderesource.backend.lvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.noderesource.backend.lvm.WriteLog.Flag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteLogTest {

    private static final int FLUSH = 1;
    private static final int FUA = 2;
    private static final int DISCARD = 4;
    private static final int MARK = 8;
    private static final int METADATA = 16;

    private static final PowerCut.Disk ONE = new PowerCut.Disk("one", 0, 4096, 512);
    private static final PowerCut.Disk TWO = new PowerCut.Disk("two", 4096, 4096, 1024);

    @Test
    void readsEachSortOfEntry(@TempDir Path directory) throws IOException {
        Path file = Files.write(
                directory.resolve("log"),
                bytes(new Writer()
                        .write(8, 3, FUA | METADATA, 'a')
                        .mark("step 1")
                        .write(0, 16, DISCARD, ' ')
                        .write(8, 0, FLUSH, ' ')
                        .end()));

        List<WriteLog.Entry> entries = WriteLog.read(file).entries();

        assertThat(entries).hasSize(5).extracting(WriteLog.Entry::index).containsExactly(0, 1, 2, 3, 4);
        WriteLog.Entry write = entries.get(0);
        assertThat(write.offset()).isEqualTo(8 * 512);
        assertThat(write.length()).isEqualTo(3 * 512);
        assertThat(write.flags()).isEqualTo(Set.of(Flag.FUA, Flag.METADATA));
        assertThat(text(write.data())).isEqualTo("a".repeat(3 * 512));
        assertThat(entries.get(1).mark()).isEqualTo("step 1");
        assertThat(entries.get(2).flags()).isEqualTo(Set.of(Flag.DISCARD));
        assertThat(entries.get(2).length()).isEqualTo(16 * 512);
        assertThat(entries.get(2).data().remaining()).isZero();
        assertThat(entries.get(3).flags()).isEqualTo(Set.of(Flag.FLUSH));
        assertThat(entries.get(4).mark()).isEqualTo(WriteLog.END);
    }

    @Test
    void refusesWhatIsNoWholeLog() {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> WriteLog.parse(ByteBuffer.allocate(0)));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> WriteLog.parse(ByteBuffer.allocate(4096)));
        refused("version 2", log -> log.putLong(8, 2));
        refused("sectors of 0", log -> log.putInt(24, 0));
        refused("sectors of 513", log -> log.putInt(24, 513));
        refused("no room for -1", log -> log.putLong(16, -1));
        refused("no room for 1000", log -> log.putLong(16, 1000));
        refused("was not ended", log -> log.putLong(16, 1));
        refused("was not ended", log -> log.putLong(16, 0));
        refused("sector -1", log -> log.putLong(512, -1));
        refused("-1 sectors", log -> log.putLong(520, -1));
        refused("8388607 sectors", log -> log.putLong(520, 8388607));
        refused("data goes beyond", log -> log.putLong(520, 5));
        refused("flags 32", log -> log.putLong(528, 32));
        refused("text of 1 bytes", log -> log.putLong(536, 1));
        refused("text of 481 bytes", log -> log.putLong(3 * 512 + 24, 481));
    }

    @Test
    void refusesALogThatIsCutAnywhere() {
        byte[] whole = bytes(new Writer().write(8, 1, 0, 'a').mark("x").end());
        for (int length = 0; length < whole.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(whole, length));
            assertThatExceptionOfType(IOException.class).as("%d bytes", length).isThrownBy(() -> WriteLog.parse(cut));
        }
    }

    @Test
    void keepsWhatWasFlushedOnItsOwnDisk() throws IOException {
        PowerCut cut = after(new Writer()
                .write(0, 1, 0, 'a')
                .write(8, 1, 0, 'b')
                .write(0, 0, FLUSH, ' ')
                .write(1, 1, 0, 'c'));
        assertThat(sectors(cut.losingNothing())).isEqualTo("ac......b.......");
        assertThat(sectors(cut.losingAll())).isEqualTo("a...............");
    }

    @Test
    void takesAFlushForTheDiskThatBeginsThere() throws IOException {
        PowerCut cut =
                after(new Writer().write(0, 1, 0, 'a').write(8, 1, 0, 'b').write(8, 0, FLUSH, ' '));
        assertThat(sectors(cut.losingAll())).isEqualTo("........b.......");
    }

    @Test
    void keepsWhatWasWrittenThroughAndNothingOlder() throws IOException {
        PowerCut cut = after(new Writer()
                .write(0, 2, 0, 'a')
                .write(1, 1, FUA, 'b')
                .write(8, 2, 0, 'c')
                .write(8, 1, FLUSH | FUA, 'd'));
        assertThat(sectors(cut.losingNothing())).isEqualTo("ab......dc......");
        assertThat(sectors(cut.losingAll())).isEqualTo(".b......dc......");
    }

    @Test
    void discardsLikeItWrites() throws IOException {
        PowerCut cut =
                after(new Writer().write(0, 4, 0, 'a').write(0, 0, FLUSH, ' ').write(1, 2, DISCARD, ' '));
        assertThat(sectors(cut.losingNothing())).isEqualTo("a..a............");
        assertThat(sectors(cut.losingAll())).isEqualTo("aaaa............");
    }

    @Test
    void losesAnyPartAndTearsWritesBetweenSectorsOfTheDisk() throws IOException {
        PowerCut cut = after(new Writer().write(0, 2, 0, 'a').write(8, 4, 0, 'b'));
        Random random = new Random(1);
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            seen.add(sectors(cut.losingSome(random)));
        }
        assertThat(seen)
                .containsExactly(
                        "................",
                        "........bb......",
                        "........bbbb....",
                        "a...............",
                        "a.......bb......",
                        "a.......bbbb....",
                        "aa..............",
                        "aa......bb......",
                        "aa......bbbb....");
    }

    @Test
    void refusesAWriteBesideTheDisks() throws IOException {
        PowerCut cut = after(new Writer());
        WriteLog.Entry across =
                parse(new Writer().write(7, 2, 0, 'x')).entries().get(0);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> cut.next(across));
        WriteLog.Entry beyond =
                parse(new Writer().write(16, 1, 0, 'x')).entries().get(0);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> cut.next(beyond));
    }

    // ---- logs written by hand -----------------------------------------------------------------------------------

    private static final class Writer {
        private final ByteBuffer log =
                ByteBuffer.allocate(64 * 1024).order(ByteOrder.LITTLE_ENDIAN).position(512);
        private long count;

        Writer write(long sector, int sectors, int flags, char content) {
            entry(sector, sectors, flags, "");
            if ((flags & DISCARD) == 0) {
                byte[] data = new byte[sectors * 512];
                Arrays.fill(data, (byte) content);
                log.put(data);
            }
            return this;
        }

        Writer mark(String text) {
            entry(0, 0, MARK, text);
            return this;
        }

        private void entry(long sector, int sectors, int flags, String text) {
            int at = log.position();
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            log.putLong(sector).putLong(sectors).putLong(flags).putLong(bytes.length);
            log.put(bytes).position(at + 512);
            count++;
        }

        ByteBuffer end() {
            mark(WriteLog.END);
            log.putLong(0, 0x6a736677736872L).putLong(8, 1).putLong(16, count).putInt(24, 512);
            return log.flip();
        }
    }

    private static byte[] bytes(ByteBuffer log) {
        byte[] bytes = new byte[log.remaining()];
        log.get(bytes);
        return bytes;
    }

    private static WriteLog parse(Writer writer) throws IOException {
        return WriteLog.parse(writer.end());
    }

    private static PowerCut after(Writer writer) throws IOException {
        PowerCut cut = new PowerCut(List.of(ONE, TWO));
        for (WriteLog.Entry entry : parse(writer).entries()) {
            cut.next(entry);
        }
        return cut;
    }

    private static void refused(String why, Consumer<ByteBuffer> damage) {
        ByteBuffer log = new Writer().write(8, 1, 0, 'a').mark("x").end().order(ByteOrder.LITTLE_ENDIAN);
        damage.accept(log);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> WriteLog.parse(log))
                .withMessageContaining(why);
    }

    /** One letter for each sector. */
    private static String sectors(byte[] image) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < image.length; at += 512) {
            text.append(image[at] == 0 ? '.' : (char) image[at]);
        }
        return text.toString();
    }

    private static String text(ByteBuffer data) {
        return StandardCharsets.ISO_8859_1.decode(data).toString();
    }
}
