#!/bin/sh
# Takes out of the packages in folder $1 what the function never reads; the image's last step shows
# that it works without.
set -eu
cd "$1"
find . -type d -name tests -prune -exec rm -rf {} +
find . -name '*.pyi' -delete
# What AWS's other services can do, 15 MB packed. STS stays for credentials of a role, CodeDeploy for
# the check of a release.
find botocore/data -mindepth 1 -maxdepth 1 -type d \
  ! -name codedeploy ! -name dynamodb ! -name s3 ! -name sts -exec rm -rf {} +
# ONNX Runtime once more, for programs in C, and what prepares models.
rm -rf onnxruntime/capi/libonnxruntime.so.* \
  onnxruntime/quantization onnxruntime/tools onnxruntime/transformers
# AVIF is not taken, and nothing is written into pictures; less code that broken photos could reach.
rm -rf PIL/_avif.* PIL/_imagingft.* pillow.libs/libavif-* pillow.libs/libfreetype-* \
  pillow.libs/libharfbuzz-* pillow.libs/libbrotli*
# NumPy's compilers, and what its own tests look at.
rm -rf numpy/f2py numpy/distutils numpy/_core/_simd.*
