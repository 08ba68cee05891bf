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
package io.prestodynamic.catalog.engine.errors;

import com.google.common.collect.ImmutableList;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.Iterables.getOnlyElement;
import static java.lang.Math.abs;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.util.Locale.ENGLISH;

/**
 * Search for the name that a misspelled one means.
 */
public final class SimilarNames
{
    // a name of a property is shorter, and the time grows with the square of the length
    private static final int MAX_LENGTH = 200;
    private static final int MAX_EDITS = 3;
    private static final int LENGTH_PER_EDIT = 5;

    private SimilarNames() {}

    /**
     * Returns the name to which the fewest edits lead, or empty if they are too many, or the same number leads to several names. An edit inserts, removes or replaces a
     * character, or swaps two. Upper and lower case are the same, and so are separators: {@code connectionUrl} means {@code connection-url}.
     */
    static Optional<String> find(String misspelled, Set<String> names)
    {
        List<String> nearest = findNearest(misspelled, names);
        return nearest.size() == 1 ? Optional.of(getOnlyElement(nearest)) : Optional.empty();
    }

    /**
     * Returns whether few enough edits lead to one of the names, or none.
     */
    public static boolean isSimilarToAny(String misspelled, Set<String> names)
    {
        return !findNearest(misspelled, names).isEmpty();
    }

    private static List<String> findNearest(String misspelled, Set<String> names)
    {
        String searched = letters(misspelled);
        if (searched.length() > MAX_LENGTH) {
            return ImmutableList.of();
        }
        int fewest = min(MAX_EDITS, max(1, searched.length() / LENGTH_PER_EDIT));
        List<String> nearest = new ArrayList<>();
        for (String name : names) {
            String letters = letters(name);
            if (abs(letters.length() - searched.length()) <= fewest) {
                int edits = countEdits(searched, letters);
                if (edits < fewest) {
                    nearest.clear();
                }
                if (edits <= fewest) {
                    fewest = edits;
                    nearest.add(name);
                }
            }
        }
        return nearest;
    }

    private static String letters(String name)
    {
        return name.toLowerCase(ENGLISH).replaceAll("[-_.\\s]", "");
    }

    private static int countEdits(String from, String to)
    {
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? max(i, j) : countEdits(edits, from, to, i, j);
            }
        }
        return edits[from.length()][to.length()];
    }

    private static int countEdits(int[][] edits, String from, String to, int i, int j)
    {
        int replaced = edits[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int fewest = min(replaced, min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? min(fewest, edits[i - 2][j - 2] + 1) : fewest;
    }
}
