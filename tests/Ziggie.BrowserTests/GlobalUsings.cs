global using Microsoft.Playwright;
global using Xunit;
global using Ziggie.BrowserTests.Support;
global using static Microsoft.Playwright.Assertions;
