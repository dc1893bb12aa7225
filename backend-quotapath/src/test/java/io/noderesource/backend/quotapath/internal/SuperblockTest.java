package io.noderesource.backend.quotapath.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Superblocks as the kernel's headers lay them out; the sandbox compares with what mkfs writes. */
class SuperblockTest {

    private static ByteBuffer ext4() {
        ByteBuffer block = ByteBuffer.allocate(Superblock.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        block.putShort(1024 + 0x38, (short) 0xEF53);
        block.putInt(1024 + 0x4, 1000);
        block.putInt(1024 + 0x18, 2);
        block.putInt(1024 + 0x64, 0x100 | 0x2000);
        block.putInt(1024 + 0x26c, 12);
        for (int i = 0; i < 16; i++) {
            block.put(1024 + 0x68 + i, (byte) (0x10 + i));
        }
        return block;
    }

    private static ByteBuffer named(ByteBuffer block, int at, String name) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < text.length; i++) {
            block.put(at + i, text[i]);
        }
        return block;
    }

    private static byte[] bytes(ByteBuffer block) {
        byte[] all = new byte[Superblock.BYTES];
        block.get(0, all);
        return all;
    }

    @Test
    void readsAnExt4WithProjectQuotas() {
        assertThat(Superblock.parse(bytes(named(ext4(), 1024 + 0x78, "nr-abcd12345"))))
                .contains(new Superblock(
                        "ext4",
                        "10111213-1415-1617-1819-1a1b1c1d1e1f",
                        "nr-abcd12345",
                        ByteSize.ofBytes(1000 * 4096),
                        true,
                        true));
    }

    @Test
    void anExt4LacksThemWithoutEitherFeatureOrTheirInode() {
        assertThat(Superblock.parse(bytes(ext4().putInt(1024 + 0x64, 0x100)))
                        .orElseThrow()
                        .countsProjects())
                .isFalse();
        assertThat(Superblock.parse(bytes(ext4().putInt(1024 + 0x26c, 0)))
                        .orElseThrow()
                        .countsProjects())
                .isFalse();
    }

    @Test
    void readsTheUpperHalfOfTheSizeOfALargeExt4Only() {
        ByteBuffer large = ext4().putInt(1024 + 0x150, 1);
        assertThat(Superblock.parse(bytes(large)).orElseThrow().size()).isEqualTo(ByteSize.ofBytes(1000 * 4096));
        large.putInt(1024 + 0x60, 0x80);
        assertThat(Superblock.parse(bytes(large)).orElseThrow().size())
                .isEqualTo(ByteSize.ofBytes(((1L << 32) + 1000) * 4096));
    }

    @Test
    void readsAnXfs() {
        ByteBuffer block = ByteBuffer.allocate(Superblock.BYTES);
        block.putInt(0, 0x58465342).putInt(4, 4096).putLong(8, 81920);
        block.put(32, (byte) 0xff);
        assertThat(Superblock.parse(bytes(named(block, 108, "twelve-chars"))))
                .contains(new Superblock(
                        "xfs",
                        "ff000000-0000-0000-0000-000000000000",
                        "twelve-chars",
                        ByteSize.ofMebibytes(320),
                        true,
                        true));
    }

    @Test
    void anXfsIsNotFinishedAsLongAsItSaysSo() {
        ByteBuffer block = ByteBuffer.allocate(Superblock.BYTES);
        block.putInt(0, 0x58465342).putInt(4, 4096).putLong(8, 81920).put(126, (byte) 1);
        assertThat(Superblock.parse(bytes(block)).orElseThrow().finished()).isFalse();
    }

    @Test
    void whatIsNeitherOrCannotBeIsNone() {
        assertThat(Superblock.parse(new byte[Superblock.BYTES])).isEmpty();
        assertThat(Superblock.parse(new byte[100])).isEmpty();
        assertThat(Superblock.parse(bytes(ext4().putInt(1024 + 0x18, 77)))).isEmpty();
        ByteBuffer huge = ByteBuffer.allocate(Superblock.BYTES);
        huge.putInt(0, 0x58465342).putInt(4, -1).putLong(8, Long.MAX_VALUE);
        assertThat(Superblock.parse(bytes(huge))).isEmpty();
    }
}
