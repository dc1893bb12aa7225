package io.noderesource.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.jna.FileHandle;
import io.noderesource.internal.jna.LibC;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Signature;
import io.noderesource.plan.Violation;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures, samples and the wiper over files, which libblkid and the kernel read as they read devices. */
class ContentTest {

    private static final long SIZE = 64L << 20;

    @TempDir
    private Path folder;

    private Path disk;

    @BeforeEach
    void blankDisk() throws IOException {
        disk = folder.resolve("disk");
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(SIZE);
        }
    }

    private void put(long offset, byte... bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.seek(offset);
            file.write(bytes);
        }
    }

    /** A swap header as mkswap writes it (linux/swap.h, union swap_header). */
    private void putSwap() throws IOException {
        put(1024, (byte) 1, (byte) 0, (byte) 0, (byte) 0, (byte) 0xff, (byte) 0x3f);
        put(4096 - 10, "SWAPSPACE2".getBytes(StandardCharsets.US_ASCII));
    }

    /** A DOS table with one partition of type 0x83. */
    private void putTable() throws IOException {
        put(446, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0x83, (byte) 0, (byte) 0, (byte) 0);
        put(446 + 8, (byte) 0, (byte) 8, (byte) 0, (byte) 0, (byte) 0, (byte) 0x40, (byte) 0, (byte) 0);
        put(510, (byte) 0x55, (byte) 0xaa);
    }

    /** The label of a PV as pvcreate writes it to the second sector (lvm2, lib/label/label.h and lib/misc/crc.c). */
    private void putLvmLabel() throws IOException {
        ByteBuffer sector = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        sector.put("LABELONE".getBytes(StandardCharsets.US_ASCII)).putLong(1);
        sector.putInt(20, 32).position(24);
        sector.put("LVM2 001AbCdEf0123456789AbCdEf0123456789".getBytes(StandardCharsets.US_ASCII))
                .putLong(SIZE);
        int crc = 0xf597a6cf;
        for (int i = 20; i < 512; i++) {
            crc ^= sector.get(i) & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
            }
        }
        put(512, sector.putInt(16, crc).array());
    }

    private List<Signature> signatures() throws IOException {
        try (FileHandle handle = FileHandle.open(disk, LibC.O_RDONLY)) {
            return Signatures.read(handle);
        }
    }

    private ContentSample.Result sample() throws IOException {
        try (FileHandle handle = FileHandle.open(disk, LibC.O_RDONLY)) {
            return ContentSample.read(handle, SIZE, Signatures.read(handle));
        }
    }

    @Test
    void blankHasNoSignatureAndOnlyZeros() throws IOException {
        assertThat(signatures()).isEmpty();
        assertThat(sample().content()).isEqualTo(Probe.Content.ZEROS);
        assertThat(sample()).isEqualTo(sample());
    }

    /** Blocks that lie in the opposite order, but for every third, which lies nowhere. */
    @Test
    void whatIsSpreadOverItIsReadWhereItLies() throws IOException {
        LongUnaryOperator place = at -> at / 4096 % 3 == 2 ? -1 : SIZE - 4096 - at;
        assertThat(spread(place)).isEqualTo(Probe.Content.ZEROS);
        put(SIZE - 1, (byte) 1);
        assertThat(spread(place)).as("the first block").isEqualTo(Probe.Content.DATA);
        put(SIZE - 1, (byte) 0);
        put(SIZE - 3 * 4096, (byte) 1);
        assertThat(spread(place)).as("a block that lies nowhere").isEqualTo(Probe.Content.ZEROS);
        assertThat(spread(at -> -1)).isEqualTo(Probe.Content.ZEROS);
        assertThatThrownBy(() -> spread(at -> SIZE)).isInstanceOf(IOException.class);
    }

    private Probe.Content spread(LongUnaryOperator place) throws IOException {
        try (FileHandle handle = FileHandle.open(disk, LibC.O_RDONLY)) {
            return ContentSample.read(handle, SIZE, place);
        }
    }

    @Test
    void whatMayNotBeWrittenOverIsToldByItsKind() throws IOException {
        assertThat(content()).isEmpty();
        put(SIZE - 1, (byte) 1);
        assertThat(content()).map(Violation::code).contains(StandardErrorCode.DEVICE_HAS_CONTENT);
        putSwap();
        assertThat(content()).hasValueSatisfying(there -> {
            assertThat(there.code()).isEqualTo(StandardErrorCode.DEVICE_HAS_SIGNATURE);
            assertThat(there.subject()).isEqualTo("a disk");
            assertThat(there.fact()).contains("swap");
        });
    }

    private Optional<Violation> content() throws IOException {
        try (FileHandle handle = FileHandle.open(disk, LibC.O_RDONLY)) {
            return ExclusiveDevice.content(handle, "a disk", SIZE);
        }
    }

    @Test
    void swapAndTableAreFoundWithTheirPlaces() throws IOException {
        putSwap();
        assertThat(signatures()).singleElement().satisfies(s -> {
            assertThat(s.type()).isEqualTo("swap");
            assertThat(s.usage()).isEqualTo(Signature.Usage.OTHER);
            assertThat(s.offset()).isEqualTo(4086);
        });
        putTable();
        assertThat(signatures()).anySatisfy(s -> {
            assertThat(s.type()).isEqualTo("dos");
            assertThat(s.usage()).isEqualTo(Signature.Usage.PARTITION_TABLE);
            assertThat(s.offset()).isEqualTo(510);
        });
    }

    @Test
    void lvmsLabelHidesNoOtherSignature() throws IOException {
        putLvmLabel();
        assertThat(signatures()).extracting(Signature::type).containsExactly(Signature.LVM_PV);
        putSwap();
        assertThat(signatures()).extracting(Signature::type).containsExactlyInAnyOrder(Signature.LVM_PV, "swap");
    }

    /** Four uberblocks, which libblkid wants, in the ring of each of the four labels in turn (OpenZFS, vdev_impl.h). */
    @Test
    void zfsIsFoundInEachOfItsFourLabels() throws IOException {
        byte[] magic = {0x0c, (byte) 0xb1, (byte) 0xba, 0, 0, 0, 0, 0};
        for (long label : List.of(0L, 256L << 10, SIZE - (512 << 10), SIZE - (256 << 10))) {
            for (int i = 0; i < 4; i++) {
                put(label + ((252 + i) << 10), magic);
            }
            assertThat(signatures())
                    .as("label at %d", label)
                    .extracting(Signature::type)
                    .contains("zfs_member");
            for (int i = 0; i < 4; i++) {
                put(label + ((252 + i) << 10), new byte[8]);
            }
            assertThat(signatures()).isEmpty();
        }
    }

    @Test
    void everySampledByteCounts() throws IOException {
        String blank = sample().digest();
        List<Long> places = new ArrayList<>(List.of(0L, (1L << 20) - 1, SIZE - 1, SIZE - (1 << 20)));
        SamplePlaces.of(SIZE).forEach(p -> places.add(p.offset() + p.length() / 2));
        for (long place : places) {
            put(place, (byte) 1);
            assertThat(sample().content()).as("byte at %d", place).isEqualTo(Probe.Content.DATA);
            assertThat(sample().digest()).isNotEqualTo(blank);
            put(place, (byte) 0);
        }
        assertThat(sample().digest()).isEqualTo(blank);
    }

    @Test
    void digestTellsContentsApart() throws IOException {
        put(100, (byte) 1);
        String one = sample().digest();
        put(100, (byte) 2);
        assertThat(sample().digest()).isNotEqualTo(one);
        put(100, (byte) 0);
        put(101, (byte) 1);
        assertThat(sample().digest()).isNotEqualTo(one);
    }

    /** Blocks of zeros are no part of the digest, so that where a block lies has to be. */
    @Test
    void digestTellsWhereBlocksLie() throws IOException {
        Set<String> digests = new HashSet<>();
        long[] places = {100, 4096 + 100, (1 << 18) + 100, SIZE - (1 << 20) + 100, SIZE - 4096 + 100};
        for (long place : places) {
            put(place, (byte) 1);
            digests.add(sample().digest());
            put(place, (byte) 0);
        }
        assertThat(digests).hasSize(places.length);
    }

    @Test
    void deviceThatEndsEarlyIsNotKnown() throws IOException {
        try (FileHandle handle = FileHandle.open(disk, LibC.O_RDONLY)) {
            assertThatThrownBy(() -> ContentSample.read(handle, SIZE + (1 << 20), List.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("ended early");
        }
    }

    @Test
    void wipeLeavesBlankDeviceAndImageThatHoldsWhatWasThere() throws IOException {
        putSwap();
        put(30L << 20, (byte) 7);
        put(SIZE - 1, (byte) 9);
        byte[] before = Files.readAllBytes(disk);
        Path image = folder.resolve("image");
        List<String> progress = new ArrayList<>();

        wipe(image, Long.MAX_VALUE, progress);

        assertThat(Arrays.equals(Files.readAllBytes(disk), new byte[(int) SIZE]))
                .isTrue();
        assertThat(progress).hasSize(2);
        byte[] saved = Files.readAllBytes(image);
        int mebibyte = 1 << 20;
        int head = saved.length - 2 * mebibyte;
        assertThat(new String(saved, 0, head, StandardCharsets.UTF_8))
                .isEqualTo("noderesource wipe image 1\ndevice the disk\nplace 0 1048576\nplace 66060288 1048576\n\n");
        assertThat(Arrays.equals(saved, head, head + mebibyte, before, 0, mebibyte))
                .isTrue();
        assertThat(Arrays.equals(saved, head + mebibyte, saved.length, before, before.length - mebibyte, before.length))
                .isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(image)))
                .isEqualTo("rw-------");
    }

    @Test
    void wipeWithoutImageDoesNotBegin() throws IOException {
        putSwap();
        byte[] before = Files.readAllBytes(disk);
        Path image = Files.writeString(folder.resolve("image"), "of another wipe");

        assertThatThrownBy(() -> wipe(image, Long.MAX_VALUE, new ArrayList<>()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be saved");
        assertThat(Arrays.equals(Files.readAllBytes(disk), before)).isTrue();
        assertThat(image).hasContent("of another wipe");
    }

    @Test
    void wipeThatCannotSaveTheWholeImageLeavesNothingOfIt() throws IOException {
        putSwap();
        byte[] before = Files.readAllBytes(disk);
        Path image = folder.resolve("image");
        try (FileHandle handle = FileHandle.open(disk, LibC.O_RDWR)) {
            // The last MiB of a device of that size is not there to be saved.
            assertThatThrownBy(() -> DeviceWiper.wipe(
                            handle, "the disk", 2 * SIZE, image, System.nanoTime() + Long.MAX_VALUE / 2, s -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("ended early");
        }
        assertThat(image).doesNotExist();
        assertThat(Arrays.equals(Files.readAllBytes(disk), before)).isTrue();
    }

    @Test
    void wipeStopsAtItsDeadline() throws IOException {
        putSwap();
        assertThatThrownBy(() -> wipe(folder.resolve("image"), 0, new ArrayList<>()))
                .isInstanceOfSatisfying(
                        NodeResourceException.class, e -> assertThat(e.code()).isEqualTo(StandardErrorCode.DEADLINE));
        assertThat(signatures()).isNotEmpty();
    }

    @Test
    void aDiskOfWhichNoImageCanBeSavedIsNotWiped() throws IOException {
        putSwap();
        byte[] before = Files.readAllBytes(disk);
        Path image = folder.resolve("image");
        try (FileHandle handle = FileHandle.open(disk, LibC.O_RDWR)) {
            assertThatThrownBy(() -> DeviceWiper.wipe(
                            handle, "the disk", SIZE + (1 << 20), image, System.nanoTime() + (1L << 40), text -> {}))
                    .isInstanceOf(IOException.class);
        }
        assertThat(image).as("a part of an image").doesNotExist();
        assertThat(Files.readAllBytes(disk)).isEqualTo(before);
    }

    private void wipe(Path image, long nanos, List<String> progress) throws IOException {
        try (FileHandle handle = FileHandle.open(disk, LibC.O_RDWR)) {
            long end = nanos == Long.MAX_VALUE ? System.nanoTime() + (1L << 40) : System.nanoTime() - 1;
            DeviceWiper.wipe(handle, "the disk", SIZE, image, end, progress::add);
        }
    }
}
