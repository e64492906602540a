using Ziggie.Doctor.Codes;
using Ziggie.Tests.Architecture;

namespace Ziggie.Tests.Doctor.Codes;

/// <summary>docs/doctor is what the registry says. With <c>UPDATE_DOCS=1</c> it is written anew.</summary>
public sealed class CodePagesTests
{
    private static readonly string s_folder = Path.Combine(Built.Root(), "docs", "doctor");

    [Fact]
    public void Every_code_has_its_page_and_no_page_is_left_over()
    {
        var pages = CodePages.All();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") Write(pages);
        Assert.Equal(pages.Keys.Order(StringComparer.Ordinal), Directory.EnumerateFiles(s_folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.All(pages, p => Assert.Equal(p.Value, File.ReadAllText(Path.Combine(s_folder, p.Key))));
    }

    [Fact]
    public void Codes_are_unique_and_say_all_that_a_page_needs()
    {
        Assert.Equal(DoctorCodes.All.Count, DoctorCodes.All.Select(c => c.Code).Distinct().Count());
        Assert.All(DoctorCodes.All, c =>
        {
            Assert.Matches("^[NPCGSX][0-9]{3}$", c.Code);
            Assert.NotEmpty(c.ByHand);
            Assert.All((string[])[c.Title, c.Meaning, c.Mend], t => Assert.False(string.IsNullOrWhiteSpace(t)));
            Assert.EndsWith(".", c.Meaning);
            Assert.EndsWith(".", c.Mend);
            Assert.False(c.Title.EndsWith('.'), c.Title);
        });
    }

    private static void Write(IReadOnlyDictionary<string, string> pages)
    {
        Directory.CreateDirectory(s_folder);
        foreach (var old in Directory.EnumerateFiles(s_folder)) File.Delete(old);
        foreach (var (name, text) in pages) File.WriteAllText(Path.Combine(s_folder, name), text);
    }
}
