namespace Ziggie.Storage;

/// <summary>The database cannot be used at all: damaged, newer than the program, or configured wrongly. The message says how to mend it.</summary>
public sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner);
