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
package io.prestodynamic.harness.browser;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import io.prestodynamic.testing.Conditions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Debian's Chromium without a window. It waits for what it is asked to find.
 */
public class Browser
        implements AutoCloseable
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final int MAX_TABS = 50;
    private static final int MAX_CHOICES = 100;
    private static final String CHROMIUM = "/usr/bin/chromium";
    private static final String DRIVER = "/usr/bin/chromedriver";
    // keeps the answers to what pages ask for
    private static final String RECORDER = """
            window.answers = [];
            const send = window.fetch;
            window.fetch = async (...request) => {
                const response = await send(...request);
                response.clone().text().then(text => window.answers.push(text));
                return response;
            };
            """;

    private final ChromeDriver driver;

    public Browser()
    {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM);
        // tests may run as root, and in a container with little shared memory
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-proxy-server", "--lang=en-US", "--window-size=1280,900");
        driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(Path.of(DRIVER).toFile()).usingAnyFreePort().build(), options);
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", ImmutableMap.of("source", RECORDER));
    }

    /**
     * Loads a page anew, also if only its fragment differs.
     */
    public void open(URI uri)
    {
        driver.get("about:blank");
        driver.get(uri.toString());
    }

    /**
     * Sends a header with all requests from now on.
     */
    public void setHeader(String name, String value)
    {
        driver.executeCdpCommand("Network.enable", ImmutableMap.of());
        driver.executeCdpCommand("Network.setExtraHTTPHeaders", ImmutableMap.of("headers", ImmutableMap.of(name, value)));
    }

    public void setSize(int width, int height)
    {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    /**
     * @param scheme {@code dark} or {@code light}
     */
    public void setColors(String scheme)
    {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", ImmutableMap.of("features", List.of(ImmutableMap.of("name", "prefers-color-scheme", "value", scheme))));
    }

    public void setScripts(boolean allowed)
    {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", ImmutableMap.of("value", !allowed));
    }

    /**
     * Clicks a button or a link.
     */
    public void click(String label)
    {
        WebElement control = find(By.xpath("//*[self::button or self::a or self::summary][normalize-space()='%s']".formatted(label)));
        retry("clicked " + label, () -> {
            control.click();
            return true;
        });
    }

    /**
     * Chooses one of several options.
     */
    public void choose(String label)
    {
        find(By.xpath("//label[normalize-space()='%s']".formatted(label))).click();
    }

    /**
     * Clicks the button that answers the question of the open dialog with yes.
     */
    public void confirm()
    {
        find(By.cssSelector("dialog[open] button[type=submit]")).click();
    }

    /**
     * Replaces what is in an input.
     */
    public void type(String id, String text)
    {
        WebElement input = find(By.id(id));
        input.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        input.sendKeys(text);
    }

    /**
     * Types into the element that has the focus.
     */
    public void press(CharSequence keys)
    {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /**
     * Moves the focus with the tab key, until a control with this label or id has it.
     */
    public void tabTo(String name)
    {
        for (int i = 0; i < MAX_TABS; i++) {
            press(Keys.TAB);
            WebElement focused = driver.switchTo().activeElement();
            if (name.equals(focused.getDomAttribute("id")) || name.equals(focused.getText().strip())) {
                return;
            }
        }
        throw new AssertionError("The tab key does not lead to " + name);
    }

    /**
     * Chooses a value in the list that has the focus with the arrow key. The letters of the value would lead elsewhere if a second passed between two of them.
     */
    public void arrowTo(String value)
    {
        press(Keys.HOME);
        for (int i = 0; i < MAX_CHOICES; i++) {
            if (value.equals(driver.switchTo().activeElement().getDomProperty("value"))) {
                return;
            }
            press(Keys.ARROW_DOWN);
        }
        throw new AssertionError("The arrow key does not lead to " + value);
    }

    /**
     * Chooses a file in an input.
     */
    public void upload(String id, Path file)
    {
        find(By.id(id)).sendKeys(file.toAbsolutePath().toString());
    }

    public void select(String id, String value)
    {
        find(By.cssSelector("#%s option[value='%s']".formatted(id, value))).click();
    }

    public String value(String id)
    {
        return find(By.id(id)).getDomProperty("value");
    }

    /**
     * Waits until the page shows a text.
     */
    public void awaitText(String text)
    {
        await("the page shows '%s'".formatted(text), () -> text().contains(text));
    }

    public void awaitNoText(String text)
    {
        await("the page does not show '%s'".formatted(text), () -> !text().contains(text));
    }

    /**
     * Returns what the page shows.
     */
    public String text()
    {
        return driver.findElement(By.tagName("body")).getText();
    }

    public boolean has(String selector)
    {
        return !driver.findElements(By.cssSelector(selector)).isEmpty();
    }

    public void awaitElement(String selector)
    {
        find(By.cssSelector(selector));
    }

    public void awaitNoElement(String selector)
    {
        await("the page has no " + selector, () -> !has(selector));
    }

    /**
     * Returns the document with what is typed, and all answers that its scripts have got.
     */
    public String everything()
    {
        return (String) driver.executeScript("return document.documentElement.outerHTML + [...document.querySelectorAll('input, textarea')].map(input => input.value).join('\\n') + window.answers.join('\\n')");
    }

    /**
     * Runs a script that hands its result to the last of its arguments.
     */
    public Object runAsync(String script)
    {
        driver.manage().timeouts().scriptTimeout(TIMEOUT);
        return driver.executeAsyncScript(script);
    }

    /**
     * Returns what axe-core says against the page, in its rules and for the elements concerned.
     */
    public List<?> accessibilityViolations()
    {
        driver.executeScript(axe());
        return (List<?>) runAsync("""
                const done = arguments[arguments.length - 1];
                axe.run(document, {resultTypes: ['violations']}).then(result => done(result.violations.flatMap(violation => violation.nodes.map(node => `${violation.id}: ${node.html} ${node.failureSummary}`))));
                """);
    }

    private static String axe()
    {
        Properties properties = new Properties();
        try (InputStream input = Resources.getResource("META-INF/maven/org.webjars.npm/axe-core/pom.properties").openStream()) {
            properties.load(input);
            return Resources.toString(Resources.getResource("META-INF/resources/webjars/axe-core/%s/axe.min.js".formatted(properties.getProperty("version"))), UTF_8);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns errors of scripts, and what the content security policy has forbidden, since the last call. Refused requests are none.
     */
    public List<String> errors()
    {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().equals(Level.SEVERE))
                .map(LogEntry::getMessage)
                .filter(message -> !message.contains("Failed to load resource"))
                .toList();
    }

    public void screenshot(Path file)
    {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WebElement find(By by)
    {
        return retry("the page has " + by, () -> driver.findElements(by).stream().filter(WebElement::isDisplayed).findFirst().orElseThrow(() -> new NoSuchElementException(by.toString())));
    }

    private static <T> T retry(String description, Supplier<T> action)
    {
        Object[] result = new Object[1];
        await(description, () -> {
            result[0] = action.get();
            return true;
        });
        @SuppressWarnings("unchecked")
        T found = (T) result[0];
        return found;
    }

    // the page may replace an element while it is looked at
    private static void await(String description, BooleanSupplier condition)
    {
        Conditions.await(description, TIMEOUT, () -> {
            try {
                return condition.getAsBoolean();
            }
            catch (NoSuchElementException | StaleElementReferenceException e) {
                return false;
            }
        });
    }

    @Override
    public void close()
    {
        driver.quit();
    }
}
