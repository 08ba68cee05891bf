/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.prestodynamic.catalog.engine.configuration;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.SetMultimap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Configuration classes that modules bind, and their prefixes, read from the byte code of the modules. The modules are not run.
 */
final class ConfigurationBindings
{
    private static final Set<String> METHODS = ImmutableSet.of("bindConfig", "buildConfigObject", "installModuleIf");

    private final SetMultimap<String, Optional<String>> prefixes = HashMultimap.create();

    /**
     * Adds what a class binds.
     *
     * @param library whether it is not known that the connector installs the module; only prefixes are noted then
     */
    void read(byte[] classFile, boolean library)
    {
        new ClassReader(classFile).accept(new ClassVisitor(Opcodes.ASM9)
        {
            @Override
            public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions)
            {
                return new BindingVisitor(library);
            }
        }, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }

    /**
     * Returns the prefixes of each configuration class by its name: an empty text if it is bound without prefix, and an empty optional if the prefix is computed.
     */
    ImmutableSetMultimap<String, Optional<String>> prefixes()
    {
        return ImmutableSetMultimap.copyOf(prefixes);
    }

    private class BindingVisitor
            extends MethodVisitor
    {
        private final boolean library;
        private final Set<String> classes = new HashSet<>();
        private Optional<String> text = Optional.empty();

        private BindingVisitor(boolean library)
        {
            super(Opcodes.ASM9);
            this.library = library;
        }

        @Override
        public void visitLdcInsn(Object value)
        {
            text = Optional.empty();
            if (value instanceof Type type) {
                classes.add(type.getClassName());
            }
            else if (value instanceof String constant) {
                text = Optional.of(constant);
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface)
        {
            if (METHODS.contains(name)) {
                Optional<String> prefix = descriptor.contains("Ljava/lang/String;)") ? text : Optional.of("");
                if (!library || prefix.isEmpty()) {
                    classes.forEach(type -> prefixes.put(type, prefix));
                }
            }
            if (METHODS.contains(name) || name.equals("configBinder")) {
                classes.clear();
            }
            text = Optional.empty();
        }

        // a constant is a prefix only if it is pushed last

        @Override
        public void visitInsn(int opcode)
        {
            text = Optional.empty();
        }

        @Override
        public void visitVarInsn(int opcode, int variable)
        {
            text = Optional.empty();
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor)
        {
            text = Optional.empty();
        }

        @Override
        public void visitTypeInsn(int opcode, String type)
        {
            text = Optional.empty();
        }

        @Override
        public void visitJumpInsn(int opcode, Label label)
        {
            text = Optional.empty();
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrapMethod, Object... arguments)
        {
            text = Optional.empty();
        }
    }
}
