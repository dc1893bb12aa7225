package io.noderesource.house;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the system property without which a sandbox test cannot run, such as the path of a library that no package has. It is passed
 * on into the machine, which the class shares only with those that need the same; where it is not set the class is left out, and the
 * build says so.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Needs {
    /**
     * The property's name.
     *
     * @return the name
     */
    String value();
}
