namespace Ziggie.Engine.Gguf;

/// <summary>Sizes of <see cref="GgufTensorType"/>: a block of so many elements takes so many bytes.</summary>
public static class GgufTensorTypes
{
    /// <summary>No elements for a type that is unknown or was given up.</summary>
    public static (int Elements, int Bytes) Block(GgufTensorType type) => type switch
    {
        GgufTensorType.F32 or GgufTensorType.I32 => (1, 4),
        GgufTensorType.F16 or GgufTensorType.BF16 or GgufTensorType.I16 => (1, 2),
        GgufTensorType.I8 => (1, 1),
        GgufTensorType.I64 or GgufTensorType.F64 => (1, 8),
        GgufTensorType.Q4_0 or GgufTensorType.IQ4_NL => (32, 18),
        GgufTensorType.Q4_1 => (32, 20),
        GgufTensorType.Q5_0 => (32, 22),
        GgufTensorType.Q5_1 => (32, 24),
        GgufTensorType.Q8_0 => (32, 34),
        GgufTensorType.Q8_1 => (32, 36),
        GgufTensorType.MXFP4 => (32, 17),
        GgufTensorType.NVFP4 => (64, 36),
        GgufTensorType.Q2_0 => (64, 18),
        GgufTensorType.Q1_0 => (128, 18),
        GgufTensorType.IQ1_S => (256, 50),
        GgufTensorType.TQ1_0 => (256, 54),
        GgufTensorType.IQ1_M => (256, 56),
        GgufTensorType.IQ2_XXS or GgufTensorType.TQ2_0 => (256, 66),
        GgufTensorType.IQ2_XS => (256, 74),
        GgufTensorType.IQ2_S => (256, 82),
        GgufTensorType.Q2_K => (256, 84),
        GgufTensorType.IQ3_XXS => (256, 98),
        GgufTensorType.Q3_K or GgufTensorType.IQ3_S => (256, 110),
        GgufTensorType.IQ4_XS => (256, 136),
        GgufTensorType.Q4_K => (256, 144),
        GgufTensorType.Q5_K => (256, 176),
        GgufTensorType.Q6_K => (256, 210),
        GgufTensorType.Q8_K => (256, 292),
        _ => (0, 0),
    };

    /// <summary>Types that older files have and that nothing reads any more.</summary>
    internal static bool WasGivenUp(uint type) => type is 4 or 5 or 31 or 32 or 33 or 36 or 37 or 38;

    /// <summary>Bytes that so many elements take; they must fill whole blocks.</summary>
    internal static long Bytes(GgufTensorType type, long elements)
    {
        var block = Block(type);
        return checked(elements / block.Elements * block.Bytes);
    }
}
