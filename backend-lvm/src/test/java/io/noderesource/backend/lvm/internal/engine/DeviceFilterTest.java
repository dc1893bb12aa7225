package io.noderesource.backend.lvm.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceFilterTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "/dev/dm-3 /dev/dm-3",
                "/dev/mapper/vg-a.b+c /dev/mapper/vg-a[.]b[+]c",
                "/dev/disk/by-id/a\\x20b /dev/disk/by-id/a.x20b",
                "/dev/a|b /dev/a.b",
                "/dev/a\"b /dev/a.b",
                "/dev/a'b /dev/a.b",
                "/dev/(x)*? /dev/[(]x[)][*][?]",
                "/dev/[x]^ /dev/.x..",
                "/dev/\u00e9 /dev/.+"
            })
    void rejectsOnePathWithoutAnyEscape(String path, String pattern) {
        assertThat(DeviceFilter.reject(path)).isEqualTo("\"r|^" + pattern + "$|\"");
    }
}
