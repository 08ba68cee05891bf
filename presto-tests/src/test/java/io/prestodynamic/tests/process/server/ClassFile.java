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
package io.prestodynamic.tests.process.server;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

import java.util.Set;

import static java.util.Objects.requireNonNull;
import static org.objectweb.asm.ClassReader.SKIP_DEBUG;
import static org.objectweb.asm.ClassReader.SKIP_FRAMES;

/**
 * A class as other classes see it, and what its code uses of others.
 *
 * @param supertypes names of its superclass and its interfaces
 * @param members fields and methods that it declares, with their types
 */
record ClassFile(String name, Set<String> supertypes, Set<String> members, Set<Reference> references)
{
    /**
     * A field or a method that code uses.
     *
     * @param owner name of the class that is asked for it, which may inherit it
     */
    record Reference(String owner, String member)
    {
        @Override
        public String toString()
        {
            return owner + "." + member;
        }
    }

    ClassFile
    {
        requireNonNull(name, "name is null");
        supertypes = ImmutableSet.copyOf(supertypes);
        members = ImmutableSet.copyOf(members);
        references = ImmutableSet.copyOf(references);
    }

    static ClassFile read(byte[] content)
    {
        ClassReader reader = new ClassReader(content);
        ImmutableSet.Builder<String> supertypes = ImmutableSet.<String>builder().addAll(ImmutableList.copyOf(reader.getInterfaces()));
        if (reader.getSuperName() != null) {
            supertypes.add(reader.getSuperName());
        }
        Members members = new Members();
        reader.accept(members, SKIP_DEBUG | SKIP_FRAMES);
        return new ClassFile(reader.getClassName(), supertypes.build(), members.declared.build(), members.used.build());
    }

    private static class Members
            extends ClassVisitor
    {
        private final ImmutableSet.Builder<String> declared = ImmutableSet.builder();
        private final ImmutableSet.Builder<Reference> used = ImmutableSet.builder();

        private Members()
        {
            super(Opcodes.ASM9);
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value)
        {
            declared.add(field(name, descriptor));
            return null;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions)
        {
            declared.add(name + descriptor);
            return new MethodVisitor(Opcodes.ASM9)
            {
                @Override
                public void visitFieldInsn(int opcode, String owner, String name, String descriptor)
                {
                    used.add(new Reference(owner, field(name, descriptor)));
                }

                @Override
                public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface)
                {
                    used.add(new Reference(owner, name + descriptor));
                }
            };
        }

        private static String field(String name, String descriptor)
        {
            return name + ":" + descriptor;
        }
    }
}
