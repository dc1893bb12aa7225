package io.noderesource.backend.quotapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.backend.quotapath.internal.jna.Inode;
import io.noderesource.base.NodeResourceException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectQuotasTest {

    @TempDir
    private Path folder;

    @Test
    void topIsOfTheMountThatTheQuotasAreOf() {
        try (Inode same = Inode.open(folder);
                Inode other = Inode.open(Path.of("/proc"))) {
            try (Inode top = ProjectQuotas.openTop(folder, same.facts())) {
                assertThat(top.facts().sameInode(same.facts())).isTrue();
            }
            NodeResourceException refused = catchThrowableOfType(
                    NodeResourceException.class,
                    () -> ProjectQuotas.openTop(folder, other.facts()).close());
            assertThat(refused).isNotNull();
            assertThat(refused.code()).isEqualTo(QuotaErrorCode.OUTSIDE);
        }
    }
}
