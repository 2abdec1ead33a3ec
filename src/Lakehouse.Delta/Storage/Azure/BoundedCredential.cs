using Azure.Core;
using Azure.Identity;

namespace Lakehouse.Delta.Storage.Azure;

/// <summary>A credential that gives up: outside Azure a managed identity looks for half a minute, whatever its retries are set to.</summary>
/// <param name="inner">The credential.</param>
/// <param name="limit">How long it may take.</param>
internal sealed class BoundedCredential(TokenCredential inner, TimeSpan limit) : TokenCredential
{
    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(limit);
        try
        {
            return await inner.GetTokenAsync(requestContext, bounded.Token).AsTask().WaitAsync(bounded.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AuthenticationFailedException($"It gave no token within {limit.TotalSeconds:0.#} s.", e);
        }
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(limit);
        return inner.GetToken(requestContext, bounded.Token);
    }
}
