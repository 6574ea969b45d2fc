using Axle.Models.Providers.OpenAi;
using Axle.Models.Wire;

namespace Axle.Models.Providers.AzureOpenAi;

/// <summary>
/// Azure's error words on top of OpenAI's: a content filter answers 400 with <c>code: content_filter</c> and an <c>innererror</c> of code
/// <c>ResponsibleAIPolicyViolation</c>, a missing deployment 404 with <c>DeploymentNotFound</c>.
/// </summary>
internal sealed class AzureOpenAiErrors : IErrorWords
{
    private readonly OpenAiErrors _openAi = new();

    public ErrorKind? Classify(WireFault fault) => fault switch
    {
        _ when fault.Is("content_filter", "ResponsibleAIPolicyViolation") || fault.Says("content management policy") => ErrorKind.Refused,
        _ when fault.Is("DeploymentNotFound", "ResourceNotFound") => ErrorKind.NotFound,
        _ when fault.Is("PermissionDenied", "AuthenticationError") => ErrorKind.Authentication,
        _ when fault.Is("QuotaExceeded") => ErrorKind.QuotaSpent,
        _ when fault.Is("OperationNotSupported", "DeploymentModelNotSupported") => ErrorKind.Validation,
        _ => _openAi.Classify(fault),
    };
}
