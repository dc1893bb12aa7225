package io.noderesource.backend.quotapath.internal.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.noderesource.linux.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        Map<QuotaCommand, String> names = Map.of(
                QuotaCommand.GET_FORMAT,
                "Q_GETFMT",
                QuotaCommand.ON,
                "Q_QUOTAON",
                QuotaCommand.GET_STATE,
                "Q_XGETQSTATV");
        for (QuotaCommand command : QuotaCommand.values()) {
            assertThat(numbers("(int) QCMD(" + names.get(command) + ", PRJQUOTA)"))
                    .as("%s", command)
                    .containsExactly((long) command.code());
        }
    }

    @Test
    void numbersOfTheArchitectureAreAsTheHeadersHaveThem() throws IOException {
        assertThat(numbers("O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "SYS_quotactl_fd"))
                .containsExactly(
                        (long) SystemCalls.O_DIRECTORY,
                        (long) SystemCalls.O_NOFOLLOW,
                        (long) SystemCalls.O_NONBLOCK,
                        (long) SystemCalls.O_CLOEXEC,
                        (long) SystemCalls.NR_QUOTACTL_FD);
    }

    @Test
    void errorsAreAsTheHeadersHaveThem() throws IOException {
        assertThat(numbers(
                        "EPERM", "ENOENT", "ESRCH", "EINTR", "EBADF", "EACCES", "EEXIST", "ENODEV", "ENOTDIR", "EINVAL",
                        "ENOSYS", "ELOOP"))
                .containsExactly(
                        (long) SystemCalls.EPERM,
                        (long) SystemCalls.ENOENT,
                        (long) SystemCalls.ESRCH,
                        (long) SystemCalls.EINTR,
                        (long) SystemCalls.EBADF,
                        (long) SystemCalls.EACCES,
                        (long) SystemCalls.EEXIST,
                        (long) SystemCalls.ENODEV,
                        (long) SystemCalls.ENOTDIR,
                        (long) SystemCalls.EINVAL,
                        (long) SystemCalls.ENOSYS,
                        (long) SystemCalls.ELOOP);
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
                #include <errno.h>
                #include <fcntl.h>
                #include <stddef.h>
                #include <stdio.h>
                #include <sys/syscall.h>
                #include <sys/types.h>
                #include <sys/vfs.h>
                #include <linux/dqblk_xfs.h>
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
