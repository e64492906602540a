using Ziggie.Cli.Output;
using Ziggie.Wire;

namespace Ziggie.Cli.Http;

/// <summary>Finds the id of what a person names.</summary>
internal static class Lookup
{
    private const int MaxPages = 100;

    /// <summary>The one item with this name or id, ready for an address. Two of the same name must be told apart by id.</summary>
    public static async Task<string> IdAsync(ApiClient client, string path, string word, string name, CancellationToken cancel)
    {
        var names = new List<string>();
        var found = new List<string>();
        var cursor = "";
        for (var page = 0; page < MaxPages; page++)
        {
            var list = await client.GetAsync($"{path}?limit=200{(cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", cancel);
            foreach (var item in list.Items())
            {
                if (item.Text("id") == name) return Uri.EscapeDataString(name);
                names.Add(item.Text("name", "username"));
                if (names[^1].Equals(name, StringComparison.OrdinalIgnoreCase)) found.Add(item.Text("id"));
            }
            cursor = list.Text("next");
            if (cursor.Length == 0) break;
        }
        if (found.Count == 1) return Uri.EscapeDataString(found[0]);
        if (found.Count > 1) throw new CliException(ExitCode.Failure, $"There are {found.Count} {word}s named \"{name}\"; name one by its id: {string.Join(", ", found)}.");
        var guess = Nearest.Of(name, names);
        throw new CliException(ExitCode.Failure, $"There is no {word} \"{name}\".{(guess is null ? "" : $" Did you mean {guess}?")}");
    }
}
