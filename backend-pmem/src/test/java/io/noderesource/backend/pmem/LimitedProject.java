package io.noderesource.backend.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.house.HostProgram;
import java.nio.file.Path;

/** A directory of a quota path that is a project with a limit of 8 MiB, made and tried by programs. */
public final class LimitedProject {

    private LimitedProject() {}

    /** Makes it; everybody may write to it. */
    public static Path make(String quotaPath) {
        Path project = Path.of(quotaPath, "project");
        HostProgram.run("mkdir", "-m", "777", project.toString());
        HostProgram.run("chattr", "-p", "4711", "+P", project.toString());
        HostProgram.run("setquota", "-P", "4711", "0", "8192", "0", "0", quotaPath);
        return project;
    }

    /** The limit binds whoever has no CAP_SYS_RESOURCE. */
    public static void isLimited(String quotaPath) {
        HostProgram.Result written =
                HostProgram.asNobody("dd", "if=/dev/zero", "of=" + quotaPath + "/project/file", "bs=1M", "count=16");
        assertThat(written.status()).isNotZero();
        assertThat(written.errors()).containsAnyOf("No space", "quota exceeded");
    }
}
