namespace Axle.Models.Providers.Offline;

/// <summary>The offline provider's exceptions.</summary>
internal static class OfflineErrors
{
    /// <summary>No value that this provider can make matches the schema.</summary>
    public static AxleException CannotFill(string path, string keyword) => new(ErrorKind.Validation,
        $"The offline provider cannot fill this output schema: at '{(path.Length == 0 ? "/" : path)}' nothing it can truthfully say meets '{keyword}'. " +
        $"Relax the schema there, or configure a language model. {OfflineNotice.Cure}");
}
