package io.noderesource.backend.quotapath.internal.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.noderesource.linux.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the native calls are told is what a C compiler reads in the kernel's headers. */
class LayoutTest {

    private static final String CC = "/usr/bin/cc";

    @TempDir
    private Path directory;

    @BeforeEach
    void needsACompiler() {
        if (Files.isExecutable(Path.of(CC))) {
            return;
        }
        if ("required".equals(System.getProperty("sandbox"))) {
            fail("there is no " + CC + ", so the layouts of quotactl(2) were not checked: install gcc and libc6-dev");
        }
        System.out.println("NOT CHECKED: the layouts of quotactl(2), as there is no " + CC);
        Assumptions.abort("no C compiler");
    }

    @Test
    void stateOfQuotasIsAsTheHeadersHaveIt() throws IOException {
        assertThat(numbers(
                        "sizeof(struct fs_quota_statv)",
                        "offsetof(struct fs_quota_statv, qs_version)",
                        "offsetof(struct fs_quota_statv, qs_flags)",
                        "FS_QSTATV_VERSION1",
                        "FS_QUOTA_PDQ_ACCT",
                        "FS_QUOTA_PDQ_ENFD",
                        "QFMT_VFS_V1",
                        "sizeof(struct statfs)",
                        "offsetof(struct statfs, f_type)"))
                .containsExactly(
                        (long) QuotaCtl.STATE_BYTES,
                        0L,
                        (long) QuotaCtl.STATE_FLAGS,
                        (long) QuotaCtl.STATE_VERSION,
                        (long) QuotaCtl.PROJECT_ACCOUNTING,
                        (long) QuotaCtl.PROJECT_ENFORCED,
                        (long) QuotaCtl.FORMAT,
                        (long) QuotaCtl.STATFS_BYTES,
                        0L);
    }

    @Test
    void commandsAreAsTheHeadersHaveThem() throws IOException {
        Map<QuotaCommand, String> names = new EnumMap<>(QuotaCommand.class);
        names.put(QuotaCommand.GET_FORMAT, "Q_GETFMT");
        names.put(QuotaCommand.ON, "Q_QUOTAON");
        names.put(QuotaCommand.GET_STATE, "Q_XGETQSTATV");
        names.put(QuotaCommand.GET_INFO, "Q_GETINFO");
        names.put(QuotaCommand.SET_INFO, "Q_SETINFO");
        names.put(QuotaCommand.GET, "Q_GETQUOTA");
        names.put(QuotaCommand.SET, "Q_SETQUOTA");
        names.put(QuotaCommand.GET_NEXT, "Q_GETNEXTQUOTA");
        for (QuotaCommand command : QuotaCommand.values()) {
            assertThat(numbers("(int) QCMD(" + names.get(command) + ", PRJQUOTA)"))
                    .as("%s", command)
                    .containsExactly((long) command.code());
        }
    }

    @Test
    void recordsOfQuotasAreAsTheHeadersHaveThem() throws IOException {
        assertThat(numbers(
                        "sizeof(struct if_dqblk)",
                        "sizeof(struct if_nextdqblk)",
                        "offsetof(struct if_dqblk, dqb_bhardlimit)",
                        "offsetof(struct if_dqblk, dqb_bsoftlimit)",
                        "offsetof(struct if_dqblk, dqb_curspace)",
                        "offsetof(struct if_dqblk, dqb_ihardlimit)",
                        "offsetof(struct if_dqblk, dqb_isoftlimit)",
                        "offsetof(struct if_dqblk, dqb_curinodes)",
                        "offsetof(struct if_dqblk, dqb_btime)",
                        "offsetof(struct if_dqblk, dqb_itime)",
                        "offsetof(struct if_dqblk, dqb_valid)",
                        "offsetof(struct if_nextdqblk, dqb_itime)",
                        "offsetof(struct if_nextdqblk, dqb_id)",
                        "QIF_LIMITS",
                        "QIF_DQBLKSIZE_BITS",
                        "sizeof(struct if_dqinfo)",
                        "offsetof(struct if_dqinfo, dqi_bgrace)",
                        "offsetof(struct if_dqinfo, dqi_igrace)",
                        "offsetof(struct if_dqinfo, dqi_valid)",
                        "IIF_BGRACE | IIF_IGRACE"))
                .containsExactly(
                        (long) QuotaCtl.DQBLK_BYTES,
                        (long) QuotaCtl.DQBLK_BYTES,
                        (long) QuotaCtl.HARD_BLOCKS,
                        (long) QuotaCtl.SOFT_BLOCKS,
                        (long) QuotaCtl.SPACE,
                        (long) QuotaCtl.HARD_INODES,
                        (long) QuotaCtl.SOFT_INODES,
                        (long) QuotaCtl.INODES,
                        (long) QuotaCtl.BLOCK_TIME,
                        (long) QuotaCtl.INODE_TIME,
                        (long) QuotaCtl.VALID,
                        (long) QuotaCtl.INODE_TIME,
                        (long) QuotaCtl.NEXT_ID,
                        (long) QuotaCtl.LIMITS_VALID,
                        (long) QuotaCtl.BLOCK_BITS,
                        (long) QuotaCtl.INFO_BYTES,
                        (long) QuotaCtl.INFO_BLOCK_GRACE,
                        (long) QuotaCtl.INFO_INODE_GRACE,
                        (long) QuotaCtl.INFO_VALID,
                        (long) QuotaCtl.GRACE_VALID);
    }

    @Test
    void inodesAreAsTheHeadersHaveThem() throws IOException {
        assertThat(numbers(
                        "sizeof(struct statx)",
                        "offsetof(struct statx, stx_mask)",
                        "offsetof(struct statx, stx_nlink)",
                        "offsetof(struct statx, stx_mode)",
                        "offsetof(struct statx, stx_ino)",
                        "offsetof(struct statx, stx_blocks)",
                        "offsetof(struct statx, stx_dev_major)",
                        "offsetof(struct statx, stx_dev_minor)",
                        "offsetof(struct statx, stx_mnt_id)",
                        "STATX_BASIC_STATS",
                        "STATX_MNT_ID",
                        "FS_IOC_FSGETXATTR",
                        "FS_IOC_FSSETXATTR",
                        "sizeof(struct fsxattr)",
                        "offsetof(struct fsxattr, fsx_xflags)",
                        "offsetof(struct fsxattr, fsx_projid)",
                        "FS_XFLAG_PROJINHERIT",
                        "FS_XFLAG_IMMUTABLE | FS_XFLAG_APPEND",
                        "offsetof(struct dirent64, d_reclen)",
                        "offsetof(struct dirent64, d_type)",
                        "offsetof(struct dirent64, d_name)",
                        "DT_DIR",
                        "DT_REG"))
                .containsExactly(
                        (long) Inode.STATX_BYTES,
                        (long) Inode.STATX_MASK,
                        (long) Inode.STATX_LINKS,
                        (long) Inode.STATX_MODE,
                        (long) Inode.STATX_INO,
                        (long) Inode.STATX_BLOCKS,
                        (long) Inode.STATX_DEV_MAJOR,
                        (long) Inode.STATX_DEV_MINOR,
                        (long) Inode.STATX_MOUNT,
                        (long) Inode.BASIC_STATS,
                        (long) Inode.MOUNT_ID,
                        Inode.GET_ATTRIBUTES,
                        Inode.SET_ATTRIBUTES,
                        (long) Inode.FSXATTR_BYTES,
                        (long) Inode.XFLAGS,
                        (long) Inode.PROJECT,
                        (long) Inode.INHERIT,
                        (long) Inode.FIXED,
                        (long) Inode.DIRENT_RECORD_LENGTH,
                        (long) Inode.DIRENT_TYPE,
                        (long) Inode.DIRENT_NAME,
                        (long) Inode.DT_DIR,
                        (long) Inode.DT_REG);
    }

    @Test
    void numbersOfTheArchitectureAreAsTheHeadersHaveThem() throws IOException {
        assertThat(numbers(
                        "O_DIRECTORY",
                        "O_NOFOLLOW",
                        "O_NONBLOCK",
                        "O_CLOEXEC",
                        "SYS_quotactl_fd",
                        "SYS_statx",
                        "SYS_getdents64",
                        "O_NOCTTY",
                        "O_CREAT",
                        "O_RDWR",
                        "AT_EMPTY_PATH",
                        "AT_SYMLINK_NOFOLLOW",
                        "LOCK_EX",
                        "LOCK_NB"))
                .containsExactly(
                        (long) SystemCalls.O_DIRECTORY,
                        (long) SystemCalls.O_NOFOLLOW,
                        (long) SystemCalls.O_NONBLOCK,
                        (long) SystemCalls.O_CLOEXEC,
                        (long) SystemCalls.NR_QUOTACTL_FD,
                        (long) SystemCalls.NR_STATX,
                        (long) SystemCalls.NR_GETDENTS64,
                        (long) SystemCalls.O_NOCTTY,
                        (long) SystemCalls.O_CREAT,
                        (long) SystemCalls.O_RDWR,
                        (long) SystemCalls.AT_EMPTY_PATH,
                        (long) SystemCalls.AT_SYMLINK_NOFOLLOW,
                        (long) SystemCalls.LOCK_EX,
                        (long) SystemCalls.LOCK_NB);
    }

    @Test
    void errorsAreAsTheHeadersHaveThem() throws IOException {
        assertThat(numbers(
                        "EPERM", "ENOENT", "ESRCH", "EINTR", "EBADF", "EACCES", "EEXIST", "ENODEV", "ENOTDIR", "EINVAL",
                        "ENOSYS", "ELOOP"))
                .containsExactly(
                        (long) Errno.EPERM,
                        (long) Errno.ENOENT,
                        (long) Errno.ESRCH,
                        (long) Errno.EINTR,
                        (long) Errno.EBADF,
                        (long) Errno.EACCES,
                        (long) Errno.EEXIST,
                        (long) Errno.ENODEV,
                        (long) Errno.ENOTDIR,
                        (long) Errno.EINVAL,
                        (long) Errno.ENOSYS,
                        (long) Errno.ELOOP);
    }

    @Test
    void magicNumbersOfFileSystemsAreAsTheHeadersHaveThem() throws IOException {
        List<Long> magics = numbers("EXT4_SUPER_MAGIC", "XFS_SUPER_MAGIC", "TMPFS_MAGIC");
        assertThat(magics)
                .extracting(FileSystemType::of)
                .containsExactly(FileSystemType.EXT4, FileSystemType.XFS, FileSystemType.OTHER);
    }

    /** What a program of C prints for whole numbers. */
    private List<Long> numbers(String... expressions) throws IOException {
        StringBuilder program = new StringBuilder("""
                #define _GNU_SOURCE
                #include <dirent.h>
                #include <errno.h>
                #include <fcntl.h>
                #include <stddef.h>
                #include <stdio.h>
                #include <sys/file.h>
                #include <sys/stat.h>
                #include <sys/syscall.h>
                #include <sys/types.h>
                #include <sys/vfs.h>
                #include <linux/dqblk_xfs.h>
                #include <linux/fs.h>
                #include <linux/magic.h>
                #include <linux/quota.h>
                int main(void) {
                """);
        for (String expression : expressions) {
            program.append("  printf(\"%lld\\n\", (long long) (")
                    .append(expression)
                    .append("));\n");
        }
        Path source = Files.writeString(directory.resolve("check.c"), program + "  return 0;\n}\n");
        Path binary = directory.resolve("check");
        execute(List.of(CC, "-std=gnu11", "-Wall", "-Werror", "-o", binary.toString(), source.toString()));
        return execute(List.of(binary.toString())).lines().map(Long::valueOf).toList();
    }

    private static String execute(List<String> command) {
        CommandRunner.Ended ended =
                CommandRunner.run(command, Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C"), Duration.ofMinutes(1));
        assertThat(ended.status())
                .as(String.format(Locale.ROOT, "%s: %s", command, ended.errors()))
                .isZero();
        return ended.output();
    }
}
