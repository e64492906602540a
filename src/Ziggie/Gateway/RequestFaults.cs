namespace Ziggie.Gateway;

/// <summary>
/// Server errors that are the request's own fault: some servers, llama-server among them, answer 500 or 501 to what they cannot do. Asking
/// again would not help, and it says nothing against the server's health.
/// </summary>
internal static class RequestFaults
{
    private static readonly string[] s_words =
    [
        "is not supported",
        "does not support",
        "Unsupported param",
        "is too large to process",
        "Failed to load image",
        "Failed to download image",
        "Invalid base64",
        "required for image input",
        "requires --jinja",
        " is required",
        " must not be empty",
    ];

    /// <param name="said">The backend's own message.</param>
    public static bool Include(int status, string said) =>
        status == 501 || (status == 500 && s_words.Any(word => said.Contains(word, StringComparison.OrdinalIgnoreCase)));
}
