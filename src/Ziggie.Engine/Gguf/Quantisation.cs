using System.Globalization;

namespace Ziggie.Engine.Gguf;

/// <summary>Names of quantisations and sizes, as people write them.</summary>
internal static class Quantisation
{
    // Added to a file's type that somebody only guessed.
    private const long Guessed = 1024;

    /// <summary>From the type that the file gives itself, else from what most weights are stored as.</summary>
    public static string Of(long? fileType, IReadOnlyList<GgufTensor> tensors) => Name(fileType & ~Guessed) ?? Dominant(tensors);

    private static string? Name(long? fileType) => fileType switch
    {
        0 => "F32",
        1 => "F16",
        2 => "Q4_0",
        3 => "Q4_1",
        7 => "Q8_0",
        8 => "Q5_0",
        9 => "Q5_1",
        10 => "Q2_K",
        11 => "Q3_K_S",
        12 => "Q3_K_M",
        13 => "Q3_K_L",
        14 => "Q4_K_S",
        15 => "Q4_K_M",
        16 => "Q5_K_S",
        17 => "Q5_K_M",
        18 => "Q6_K",
        19 => "IQ2_XXS",
        20 => "IQ2_XS",
        21 => "Q2_K_S",
        22 => "IQ3_XS",
        23 => "IQ3_XXS",
        24 => "IQ1_S",
        25 => "IQ4_NL",
        26 => "IQ3_S",
        27 => "IQ3_M",
        28 => "IQ2_S",
        29 => "IQ2_M",
        30 => "IQ4_XS",
        31 => "IQ1_M",
        32 => "BF16",
        36 => "TQ1_0",
        37 => "TQ2_0",
        38 => "MXFP4",
        39 => "NVFP4",
        40 => "Q1_0",
        41 => "Q2_0",
        _ => null,
    };

    private static string Dominant(IReadOnlyList<GgufTensor> tensors) => tensors
        .GroupBy(t => t.Type)
        .OrderByDescending(g => g.Sum(t => (double)t.Elements))
        .Select(g => g.Key.ToString())
        .FirstOrDefault("none");

    /// <summary>A number of weights: <c>494.03M</c>, <c>3.2B</c>, <c>8B</c>.</summary>
    public static string Size(long parameters) => parameters switch
    {
        >= 1_000_000_000_000 => Short(parameters / 1e12, "0.#T"),
        >= 1_000_000_000 => Short(parameters / 1e9, "0.#B"),
        >= 1_000_000 => Short(parameters / 1e6, "0.##M"),
        >= 1_000 => Short(parameters / 1e3, "0K"),
        _ => parameters.ToString(CultureInfo.InvariantCulture),
    };

    private static string Short(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
