namespace Ziggie.Engine.Libraries;

/// <summary>An npm package that holds libraries.</summary>
/// <param name="Integrity">SHA-512 of the archive, as npm writes it.</param>
/// <param name="Bytes">Size of the archive.</param>
/// <param name="Unpacked">Size of what is in it.</param>
internal sealed record EnginePackage(string Name, string Version, string Integrity, long Bytes, long Unpacked)
{
    public string Spec => $"{Name}@{Version}";
}

/// <summary>
/// Which packages make a build for a platform. Only archives whose digest is written here are ever unpacked, so a platform without one
/// has none; its users point to a build of their own.
/// </summary>
internal sealed record EnginePackages(string Platform, EngineVariant Variant, IReadOnlyList<EnginePackage> Packages)
{
    public static IReadOnlyList<EnginePackages> Known { get; } =
    [
        new("linux-x64", EngineVariant.Cpu, [Package("linux-x64", "5uCCDNqWCNfaAm8aR/Uzxbo4HBpKgNF91kCHPepKhgMgV2OAmatoefbOlMihsqCiH2Od35E/eUHQCFbfRBJuOg==", 10_824_547, 30_358_713)]),
        new("linux-x64", EngineVariant.Vulkan, [Package("linux-x64-vulkan", "bBxqU+JOcBu1nb5Qj2zcMci+JByT1E8EajHvYodyNfVIPkEhXh+/HMwR1/BT7xP08YK0hks+kM8fglER0P8JEg==", 24_311_427, 73_750_139)]),
        new("linux-x64", EngineVariant.Cuda,
        [
            Package("linux-x64-cuda", "8rQCjyNNLZJUFit+YpjwlC4hwkKgOMIkB2wuycKBf8NU2O3ySKbiWZQ8aw9ku2nUTXjSnUIrE6KB88itduTBuA==", 142_898_030, 189_352_027),
            // The same for CUDA 12, taken where the system has no CUDA 13.
            Package("linux-x64-cuda-ext", "4e5ajkiM2aR2WAdB/N/ACk4weEhHvOAIrzxZPsIX0xDFW5+6hhShuy1/vs88SK9NGdgAco9IyE28eYS0H1efpA==", 176_664_119, 374_453_766),
        ]),
        new("linux-arm64", EngineVariant.Cpu, [Package("linux-arm64", "W+7naKCXX9/eEjjFmRS8vvx91QyLXDbeFxexZc3bh/PtQABZgmRL3C0AtYYXn4YGTj/3Qor4lWZn2tpjZFPLdQ==", 7_340_902, 19_984_550)]),
        new("linux-armv7l", EngineVariant.Cpu, [Package("linux-armv7l", "v/pHg4BcQHRDna+YYq4vWp44HCFluar4hAiB732Pa5PF89flMXhHSku68tQn+25RJjuc3TtoeY/i57WnX9GrdQ==", 4_342_646, 12_765_600)]),
    ];

    public long Bytes => Packages.Sum(p => p.Bytes);
    public long Unpacked => Packages.Sum(p => p.Unpacked);

    private static EnginePackage Package(string name, string sha512, long bytes, long unpacked) => new($"@node-llama-cpp/{name}", "3.22.1", $"sha512-{sha512}", bytes, unpacked);
}
