package io.noderesource.house;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks sandbox tests in which the power is cut, or a process killed, that take long with few disks: they share a machine. */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@InSandbox(
        disks = {
            "64M:POWERCUT",
            "96M:POWERCUT-LOG",
            "64M:KILL-EXT4",
            "320M:KILL-XFS",
            "320M:KILL-SECOND",
            "8M:KILL-BESIDE"
        })
public @interface OnKilledDisks {}
