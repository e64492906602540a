namespace Ziggie.Storage;

/// <summary>Encrypts what the database keeps but must not show.</summary>
public interface ISecretBox
{
    string Seal(string secret);

    /// <summary>Undoes <see cref="Seal"/>. Throws where the text was sealed with another key.</summary>
    string Open(string sealedSecret);
}
