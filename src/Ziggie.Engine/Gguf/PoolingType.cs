namespace Ziggie.Engine.Gguf;

/// <summary>How the vectors of all tokens become one, numbered as in the file.</summary>
public enum PoolingType
{
    None = 0,
    Mean = 1,
    First = 2,
    Last = 3,
    Rank = 4,
}
