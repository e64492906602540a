namespace Ziggie.BrowserTests.Support;

/// <summary>A tab that remembers what went wrong in it: script errors, console errors, and what the content policy refused.</summary>
public sealed class Tab : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _troubles = [];

    private Tab(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.PageError += (_, error) => Note(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") Note(message.Text);
        };
    }

    public IPage Page { get; }

    /// <summary>What went wrong and is not expected; a refused sign-in is told by the browser as an error, too.</summary>
    public IReadOnlyList<string> Troubles(params string[] expected)
    {
        lock (_troubles) return [.. _troubles.Where(t => !expected.Any(e => t.Contains(e, StringComparison.Ordinal)))];
    }

    public static async Task<Tab> OpenAsync(IBrowserContext context) => new(context, await context.NewPageAsync());

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Note(string trouble)
    {
        lock (_troubles) _troubles.Add(trouble);
    }
}
