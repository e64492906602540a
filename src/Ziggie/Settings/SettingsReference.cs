using System.Text;
using System.Text.Json.Nodes;

namespace Ziggie.Settings;

/// <summary>The configuration reference in docs/configuration.md.</summary>
public static class SettingsReference
{
    private const string Head = """
        # Configuration

        <!-- Made by `ziggie config schema --markdown > docs/configuration.md`; change the declarations, not this file. -->

        Ziggie needs no configuration. What you want otherwise goes into `ziggie.yaml`: the file named by `--config`, else the one in the
        working directory, else the one in the data directory.

        - **Check it**: `ziggie config validate` lists every error with file, line and key.
        - **Editor help**: put `# yaml-language-server: $schema=./ziggie.schema.json` on its first line (`ziggie config schema` prints the schema).
        - **Variables**: `${NAME}` and `${NAME:-default}` in values come from the environment; `$${` stands for `${` itself.
        - **Environment**: every key also as `ZIGGIE__SECTION__KEY`, lists by index, above what the file says:
          `ZIGGIE__SERVER__URL`, `ZIGGIE__BACKENDS__0__URL`, `ZIGGIE__SERVER__HOSTS=a.example,b.example`. An empty variable counts as not set.
        - **Changes** are taken up when the file is saved, or on SIGHUP. A file with errors changes nothing and is reported in the log.
          Keys marked *Restart* keep their value until Ziggie is started again; those marked *Later* are not used by this version yet.
        - **Durations** have a unit (`500ms`, `2s`, `10m`, `1h30m`, `7d`); **sizes** are bytes or have one (`32MB`, `32MiB`). Relative paths start at the file.
        - `GET /api/settings` and the Settings page show each value in force and where it comes from.

        ```yaml
        # yaml-language-server: $schema=./ziggie.schema.json
        server:
          url: "http://127.0.0.1:54112"
        backends:
          - { name: local, type: ollama, url: "http://127.0.0.1:11434", roles: [fast] }
          - { name: cloud, type: openai, url: "https://api.example.com/v1", apiKey: "${CLOUD_KEY}", roles: [large], priority: 2 }
        aliases:
          smart: [cloud/big-model, local/llama3.1:8b]
        ```

        """;

    /// <summary>Markdown, ending in a newline.</summary>
    public static string Write()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var key in SettingsCatalog.Root.Keys)
        {
            text.Append("\n## ").Append(key.Name).Append("\n\n").Append(key.Description);
            if (key.Later) text.Append(" *Not used by this version yet.*");
            text.Append("\n\n| Key | Type | Default | |\n| --- | --- | --- | --- |\n");
            Rows(key, key.Name, key.NeedsRestart, key.Later, text);
        }
        return text.ToString();
    }

    /// <summary>One row for the key itself where it says more than its heading, then those below it, which share its marks.</summary>
    private static void Rows(SettingKey key, string path, bool restart, bool later, StringBuilder text)
    {
        var keys = key.Shape.Keys;
        var at = path;
        for (var shape = key.Shape; keys.Count == 0 && shape.Element is { } element; shape = element)
        {
            at += shape.IsList ? "[]" : ".*";
            keys = element.Keys;
        }
        if (keys.Count == 0 || path.Contains('.', StringComparison.Ordinal)) Row(key, path, restart, later, text);
        foreach (var child in keys) Rows(child, $"{at}.{child.Name}", restart || child.NeedsRestart, later || child.Later, text);
    }

    private static void Row(SettingKey key, string path, bool restart, bool later, StringBuilder text)
    {
        text.Append("| `").Append(path).Append("` | ").Append(key.Shape.Word.Replace("|", "\\|", StringComparison.Ordinal)).Append(" | ").Append(Default(key)).Append(" | ");
        if (path.Contains('.', StringComparison.Ordinal)) text.Append(key.Description.Replace("|", "\\|", StringComparison.Ordinal));
        if (key.Secret) text.Append(" *Secret.*");
        if (restart) text.Append(" *Restart.*");
        if (later) text.Append(" *Later.*");
        text.Append(" |\n");
    }

    private static string Default(SettingKey key) => key switch
    {
        { Required: true } => "*required*",
        { Default: null or JsonArray { Count: 0 } or JsonObject { Count: 0 } } => "",
        _ when !key.Shape.IsLeaf => "",
        _ when key.Default.ToString() is { Length: > 0 } text => $"`{text}`",
        _ => "",
    };
}
