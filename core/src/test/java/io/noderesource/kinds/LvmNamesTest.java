package io.noderesource.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LvmNamesTest {

    @Test
    void refusesWhatLvmRefuses() {
        for (String name :
                List.of("", "-vg", ".", "..", "a b", "a/b", "vg\u00e4", "x".repeat(128), "null", "mapper", "tty")) {
            assertThat(LvmNames.volumeGroupProblem(name)).as(name).isPresent();
        }
        for (String name : List.of("vg-data", "a", "0", "...", "x".repeat(127), "nullable", "Mapper", "vg_+.-")) {
            assertThat(LvmNames.volumeGroupProblem(name)).as(name).isEmpty();
        }
    }

    @Test
    void suggestsANameThatItAllows() {
        assertThat(LvmNames.nearestVolumeGroupName("null")).contains("vg-null");
        assertThat(LvmNames.nearestVolumeGroupName(" my vg/1 ")).contains("my-vg-1");
        assertThat(LvmNames.nearestVolumeGroupName("///")).isEmpty();
        assertThat(LvmNames.nearestVolumeGroupName("x".repeat(200))).contains("x".repeat(127));
    }
}
