namespace MpnstApi.Http;

/// <summary>Answers HEAD wherever GET answers: the same headers, without the content.</summary>
public sealed class HeadMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            return;
        }
        var content = context.Response.Body;
        await using var counted = new CountingStream();
        context.Request.Method = HttpMethods.Get;
        context.Response.Body = counted;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
            context.Response.Body = content;
        }
        if (!context.Response.HasStarted && counted.Length > 0)
        {
            context.Response.ContentLength ??= counted.Length;
        }
    }

    /// <summary>Knows how much was written, keeps nothing.</summary>
    private sealed class CountingStream : Stream
    {
        private long written;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => written;
        public override long Position
        {
            get => written;
            set => throw new NotSupportedException();
        }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) =>
            throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => written += count;

        public override Task WriteAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        )
        {
            written += count;
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            written += buffer.Length;
            return ValueTask.CompletedTask;
        }
    }
}
