package io.noderesource.backend.quotapath;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HardLinksTest {

    private final HardLinks links = new HardLinks();

    @Test
    void filesWhoseNamesWereAllMetHaveNoMore() {
        links.meet(1, 1, "/a");
        links.meet(2, 3, "/b");
        links.meet(3, 2, "/c");
        links.meet(2, 3, "/d/b");
        assertThat(links.withMore()).contains("/b");
        links.meet(2, 3, "/d/e");
        assertThat(links.withMore()).contains("/c");
        links.meet(3, 2, "/d/c");
        assertThat(links.withMore()).isEmpty();
    }

    @Test
    void namesMayComeAndGoMeanwhile() {
        links.meet(1, 3, "/a");
        links.meet(1, 2, "/b");
        assertThat(links.withMore()).as("one was removed").isEmpty();
        links.meet(2, 2, "/c");
        links.meet(2, 3, "/d");
        assertThat(links.withMore()).as("one came").contains("/c");
        links.meet(3, 0, "/gone");
        links.meet(2, 3, "/e");
        assertThat(links.withMore()).isEmpty();
    }
}
